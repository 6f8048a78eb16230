import CKernels
import Testing

struct ScanKernelTests {
  @Test(arguments: kernelNames, [1, 7, 16, 18, 32, 64, 100, 192])
  func scanHasTheBitsOfTheReference(_ name: String, columns: Int) throws {
    let count = 11
    let stride = columns + 3
    let rows = sampleFloats(count * stride, seed: 1)
    let x = sampleFloats(columns, seed: 2)
    var out = [Float](repeating: .nan, count: count)
    try kernelTable(name).scan(rows, count, columns, stride, x, &out)
    for row in 0..<count {
      let expected = laneDot(Array(rows[row * stride..<row * stride + columns]), x)
      #expect(out[row].bitPattern == expected.bitPattern)
    }
  }
}
