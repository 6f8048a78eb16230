import Foundation
import RankingCore
import Testing

struct SafetensorsTests {
  private func encoded() -> [UInt8] {
    var writer = SafetensorsWriter()
    writer.metadata = ["made by": "a \"test\"\n", "version": "1"]
    writer.add("b", Matrix<Float>(rows: 2, columns: 3, [1, 2, 3, 4, 5, .nan]))
    writer.add("a", Matrix<UInt8>(rows: 1, columns: 5, [1, 2, 3, 4, 5]))
    writer.add("c", Matrix<Int64>(rows: 1, columns: 1, [-7]))
    writer.add("empty", Matrix<Float>(rows: 0, columns: 4, []))
    return writer.encoded()
  }

  private func open(_ bytes: [UInt8]) throws -> SafetensorsFile {
    try withFile(bytes) { try SafetensorsFile(path: $0) }
  }

  private func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
    let path = FileManager.default.temporaryDirectory.appending(path: "rankd-\(UUID().uuidString)").path
    try AtomicFile.write(bytes, to: path)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
  }

  /// A file with this header and `count` bytes of data.
  private func file(_ header: String, data count: Int) -> [UInt8] {
    let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
    return length + Array(header.utf8) + [UInt8](repeating: 0, count: count)
  }

  @Test func roundTrip() throws {
    let file = try open(encoded())
    #expect(file.names == ["a", "b", "c", "empty"])
    #expect(file.metadata["made by"] == "a \"test\"\n")
    let matrix = try file.matrix("b", as: Float.self)
    #expect((matrix.rows, matrix.columns) == (2, 3))
    #expect(Array(matrix[row: 0]) == [1, 2, 3])
    #expect(matrix[row: 1][2].isNaN)
    #expect(try file.matrix("a", as: UInt8.self).flattened() == [1, 2, 3, 4, 5])
    #expect(try file.matrix("c", as: Int64.self).flattened() == [-7])
    #expect(try file.matrix("empty", as: Float.self).columns == 4)
    #expect(encoded() == encoded())
  }

  @Test func aWrongQuestionIsAnError() throws {
    let file = try open(encoded())
    #expect(throws: SafetensorsError.self) { try file.tensor("nothing") }
    #expect(throws: SafetensorsError.self) { try file.matrix("b", as: Int32.self) }
  }

  @Test func everyTruncationIsRefused() throws {
    let bytes = encoded()
    for length in 0..<bytes.count {
      #expect(throws: SafetensorsError.self, "\(length) bytes") { try open(Array(bytes.prefix(length))) }
    }
    #expect(throws: SafetensorsError.self) { try open(bytes + [0]) }
  }

  @Test(arguments: [
    "{}x", "[]", "{\"a\":1}", "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}",
    "{\"a\":{\"dtype\":\"F99\",\"shape\":[2],\"data_offsets\":[0,8]}}",
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,8]}}",
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}",
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}",
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}",
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}",
  ])
  func aHeaderThatLiesIsRefused(_ header: String) throws {
    #expect(throws: SafetensorsError.self) { try open(file(header, data: 8)) }
  }

  @Test(arguments: [UInt64.max, UInt64(Int64.max), 100_000_001, 1 << 40, 9])
  func aHeaderLengthBeyondTheFileIsRefused(_ length: UInt64) throws {
    let bytes = withUnsafeBytes(of: length.littleEndian) { Array($0) } + Array("{}".utf8)
    #expect(throws: SafetensorsError.self) { try open(bytes) }
  }

  @Test func anUnalignedTensorIsCopied() throws {
    let header =
      "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},"
      + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[1,9]}}"
    var bytes = file(header, data: 1)
    for value: Float in [1.5, -2] { withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) } }
    #expect(try open(bytes).matrix("b", as: Float.self).flattened() == [1.5, -2])
  }
}
