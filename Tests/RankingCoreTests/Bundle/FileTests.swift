import Foundation
import RankingCore
import Testing

struct FileTests {
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "rankd-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  @Test func writesReplaceAndLeaveNothingBehind() throws {
    try withFolder { folder in
      let path = "\(folder)/file"
      for bytes in [[1, 2, 3], [], [UInt8](repeating: 7, count: 100_000)] as [[UInt8]] {
        try AtomicFile.write(bytes, to: path)
        #expect(try MappedFile(path: path).withBytes { Array($0) } == bytes)
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
    }
  }

  @Test func aMappingOutlivesReplacementAndRemoval() throws {
    try withFolder { folder in
      let path = "\(folder)/file"
      try AtomicFile.write([1, 2, 3], to: path)
      let mapped = try MappedFile(path: path)
      try AtomicFile.write([4], to: path)
      try FileManager.default.removeItem(atPath: path)
      #expect(mapped.withBytes { Array($0) } == [1, 2, 3])
    }
  }

  @Test func failuresNameThePath() throws {
    try withFolder { folder in
      let error = #expect(throws: AtomicFile.Failure.self) { try MappedFile(path: "\(folder)/none") }
      #expect(error?.description.contains("\(folder)/none") == true)
      #expect(throws: AtomicFile.Failure.self) { try MappedFile(path: folder) }
      #expect(throws: AtomicFile.Failure.self) { try AtomicFile.write([1], to: "\(folder)/none/file") }
    }
  }
}
