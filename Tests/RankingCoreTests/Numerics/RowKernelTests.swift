import CKernels
import Testing

struct RowKernelTests {
  @Test(arguments: kernelNames, [1, 15, 16, 130, 261])
  func accumulatedRowsHaveTheBitsOfTheReference(_ name: String, columns: Int) throws {
    let stride = columns + 5
    let rows = sampleFloats(9 * stride, seed: 3)
    let indexes: [Int32] = [4, 0, 8, 4, 2]
    let weights = sampleFloats(indexes.count, seed: 4)
    var out = [Float](repeating: .nan, count: columns)
    try kernelTable(name).accumulate_rows(rows, columns, stride, indexes, weights, indexes.count, &out)
    for column in 0..<columns {
      var expected: Float = 0
      for (index, weight) in zip(indexes, weights) {
        expected.addProduct(weight, rows[Int(index) * stride + column])
      }
      #expect(out[column].bitPattern == expected.bitPattern)
    }
  }

  @Test(arguments: kernelNames)
  func maximumOfRows(_ name: String) throws {
    let rows = sampleFloats(6 * 37, seed: 5)
    let indexes: [Int32] = [5, 1, 3]
    var out = [Float](repeating: .nan, count: 37)
    try kernelTable(name).maximum_rows(rows, 37, 37, indexes, indexes.count, &out)
    for column in 0..<37 {
      #expect(out[column] == indexes.map { rows[Int($0) * 37 + column] }.max())
    }
  }

  @Test(arguments: kernelNames, [1, 64, 100, 711, 4200])
  func summedBytesAreExact(_ name: String, columns: Int) throws {
    let stride = (columns + 63) / 64 * 64
    let bytes = sampleFloats(5 * stride, seed: 6).map { UInt8(($0 + 1) * 127.9) }
    let scales = sampleFloats(stride, seed: 7)
    // More rows than 16-bit sums hold, and the extremes among them.
    for count in [0, 1, 7, 256, 600] {
      let indexes = (0..<count).map { Int32($0 * $0 % 5) }
      var out = [Float](repeating: .nan, count: columns)
      try kernelTable(name).sum_bytes(bytes, columns, stride, indexes, count, scales, &out)
      for column in 0..<columns {
        let sum = indexes.reduce(0) { $0 + Int(bytes[Int($1) * stride + column]) - 128 }
        #expect(out[column].bitPattern == (Float(sum) * scales[column]).bitPattern)
      }
    }
  }

  /// Two codes a byte; more rows than 16-bit sums hold, and all of the largest level.
  @Test(arguments: kernelNames, [1, 63, 64, 128, 1682])
  func sumsNibblesExactly(_ name: String, columns: Int) throws {
    let stride = (columns + 127) / 128 * 64
    let random = sampleFloats(5 * stride * 2, seed: 12).map { UInt8(min(14, max(0, 7 + 4 * $0))) }
    let codes = (0..<5 * stride).map { random[2 * $0] | random[2 * $0 + 1] << 4 }
    let scales = sampleFloats(columns, seed: 13)
    for count in [0, 1, 7, 256, 3001] {
      let indexes = (0..<count).map { Int32($0 * $0 % 5) }
      var out = [Float](repeating: .nan, count: columns)
      try kernelTable(name).sum_nibbles(codes, columns, stride, indexes, count, scales, &out)
      for column in 0..<columns {
        let sum = indexes.reduce(0) { sum, row in
          let byte = codes[Int(row) * stride + column / 128 * 64 + column % 64]
          return sum + level(Int(column % 128 < 64 ? byte & 15 : byte >> 4))
        }
        #expect(out[column].bitPattern == (Float(sum) * scales[column]).bitPattern)
      }
    }
  }

  private func level(_ code: Int) -> Int {
    let distance = abs(code - 7)
    return (code < 7 ? -1 : 1) * distance * (distance + 1) / 2
  }

  @Test(arguments: kernelNames, [UInt8(0x00), 0xee])
  func summedNibblesOfOneKind(_ name: String, byte: UInt8) throws {
    let codes = [UInt8](repeating: byte, count: 64)
    let indexes = [Int32](repeating: 0, count: 5000)
    var out = [Float](repeating: .nan, count: 128)
    try kernelTable(name).sum_nibbles(
      codes, 128, 64, indexes, indexes.count, [Float](repeating: 0.5, count: 128), &out)
    #expect(out.allSatisfy { $0 == (byte == 0 ? -14 : 14) * 5000 })
  }

  @Test(arguments: kernelNames, [UInt8.min, .max])
  func summedBytesOfOneKind(_ name: String, byte: UInt8) throws {
    let bytes = [UInt8](repeating: byte, count: 64)
    let indexes = [Int32](repeating: 0, count: 1000)
    var out = [Float](repeating: .nan, count: 64)
    try kernelTable(name).sum_bytes(
      bytes, 64, 64, indexes, indexes.count, [Float](repeating: 0.5, count: 64), &out)
    #expect(out.allSatisfy { $0 == Float((Int(byte) - 128) * 500) })
  }
}
