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
}
