import CKernels
import RankingCore
import Testing

struct QuantisedMatrixTests {
  @Test(arguments: kernelNames, [1, 15, 16, 33, 64, 128, 200])
  func scanIsExact(_ name: String, columns: Int) throws {
    let count = 11
    let stride = columns + 5
    let rows = sampleFloats(count * stride, seed: 3).map { Int8($0 * 127) }
    let x = sampleFloats(columns, seed: 4).map { Int16($0 * 127) }
    let scales = sampleFloats(count, seed: 5)
    var out = [Float](repeating: .nan, count: count)
    try kernelTable(name).scan_int8(rows, scales, count, columns, stride, x, 0.25, &out)
    for row in 0..<count {
      let dot = (0..<columns).reduce(0) { $0 + Int(rows[row * stride + $1]) * Int(x[$1]) }
      #expect(out[row].bitPattern == (Float(dot) * (scales[row] * 0.25)).bitPattern)
    }
  }

  @Test func scoresAreThoseOfTheFactorsButForRounding() {
    let matrix = Matrix(rows: 50, columns: 40, sampleFloats(2000, seed: 6))
    let x = sampleFloats(40, seed: 7)
    var out = [Float](repeating: 0, count: 50)
    var work = [Int16](repeating: 0, count: 40)
    let quantised = QuantisedMatrix(matrix)
    quantised.scan(x, into: &out, work: &work)
    for row in 0..<50 {
      let exact = zip(matrix[row: row], x).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(out[row] - exact) < 0.06)
    }
    #expect(quantised.byteCount == 50 * 68)
  }

  @Test func zeroRowsAndVectorsScoreZero() {
    let quantised = QuantisedMatrix(Matrix(rows: 2, columns: 3, [0, 0, 0, 1, -2, 3] as [Float]))
    var out = [Float](repeating: 9, count: 2)
    var work = [Int16](repeating: 0, count: 3)
    quantised.scan([0, 0, 0], into: &out, work: &work)
    #expect(out == [0, 0])
  }
}
