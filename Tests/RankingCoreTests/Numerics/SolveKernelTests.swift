import CKernels
import Testing

struct SolveKernelTests {
  /// Rows y and weights w give (I + sum w y y') x = b; checked by its residual in double precision.
  @Test(arguments: kernelNames, [1, 5, 16, 33, 64])
  func solvesLeastSquares(_ name: String, size: Int) throws {
    let n = (size + 15) / 16 * 16
    let count = 20
    let rows = paddedRows(count, size, n)
    let weights = sampleFloats(count, seed: 13).map { $0 + 1.5 }
    let b = Array((sampleFloats(size, seed: 14) + [Float](repeating: 0, count: n)).prefix(n))
    let x = try solve(name, size: size, n: n, rows: rows, weights: weights, b: b)
    for i in 0..<size {
      var residual = Double(x[i]) - Double(b[i])
      for k in 0..<count {
        let dot = (0..<size).reduce(0.0) { $0 + Double(rows[k * n + $1]) * Double(x[$1]) }
        residual += Double(weights[k]) * Double(rows[k * n + i]) * dot
      }
      #expect(abs(residual) < 2e-4)
    }
    let scalar = try solve("scalar", size: size, n: n, rows: rows, weights: weights, b: b)
    #expect(x.map(\.bitPattern) == scalar.map(\.bitPattern))
  }

  @Test(arguments: kernelNames)
  func namesThePivotThatFails(_ name: String) throws {
    var a = [Float](repeating: 0, count: 256)
    a[0] = 1
    a[17] = -1
    var b = [Float](repeating: 1, count: 16)
    #expect(try kernelTable(name).solve(&a, 3, 16, &b) == 1)
  }

  private func paddedRows(_ count: Int, _ size: Int, _ n: Int) -> [Float] {
    let values = sampleFloats(count * size, seed: 12)
    return (0..<count * n).map { $0 % n < size ? values[$0 / n * size + $0 % n] : 0 }
  }

  private func solve(
    _ name: String, size: Int, n: Int, rows: [Float], weights: [Float], b: [Float]
  ) throws -> [Float] {
    let table = try kernelTable(name)
    var a = [Float](repeating: 0, count: n * n)
    for i in 0..<size { a[i * n + i] = 1 }
    var x = b
    let indexes = (0..<Int32(weights.count)).map { $0 }
    table.gram_rows(rows, n, n, indexes, weights, weights.count, &a, n)
    try #require(table.solve(&a, size, n, &x) == size)
    return x
  }
}
