import CKernels
import RankingCore
import Testing

struct QuantisedMatrixTests {
  @Test(arguments: kernelNames, [4, 16, 36, 64, 128, 600])
  func scanIsExact(_ name: String, columns: Int) throws {
    for count in [1, 16, 50, 64, 65, 139] {
      let rows = sampleFloats((count + 63) / 64 * 64 * columns, seed: 3).map { Int8($0 * 127) }
      let x = sampleFloats(columns, seed: 4)
      let scales = sampleFloats(count, seed: 5)
      var out = [Float](repeating: .nan, count: count + 1)
      var work = [Int8](repeating: 0, count: columns)
      try kernelTable(name).scan_int8(rows, scales, count, columns, x, &work, &out)
      let (rounded, scale) = referenceRounding(x)
      #expect(out[count].isNaN)
      for row in 0..<count {
        let dot = (0..<columns).reduce(0) { sum, column in
          let place = ((row / 64 * columns / 4 + column / 4) * 64 + row % 64) * 4 + column % 4
          return sum + Int(rows[place]) * Int(rounded[column])
        }
        #expect(out[row].bitPattern == (Float(Int32(dot)) * (scales[row] * scale)).bitPattern)
      }
    }
  }

  @Test(arguments: kernelNames, [4, 20, 64, 600])
  func fewRowsHaveTheBitsOfAScan(_ name: String, columns: Int) throws {
    let count = 70
    let matrix = Matrix(rows: count, columns: columns, sampleFloats(count * columns, seed: 8))
    let x = sampleFloats(columns, seed: 9)
    var work = [Int8](repeating: 0, count: columns)
    var all = [Float](repeating: .nan, count: count)
    QuantisedMatrix(matrix).scan(x, into: &all, work: &work)
    let (bytes, scales) = (0..<count).reduce(into: ([Int8](), [Float]())) { lists, row in
      let scale = matrix[row: row].reduce(0) { max($0, abs($1)) } / 127
      lists.0 += matrix[row: row].map { Int8(($0 / scale).rounded(.toNearestOrEven)) }
      lists.1.append(scale)
    }
    let places: [Int32] = [69, 0, 64, 3, 3]
    var some = [Float](repeating: .nan, count: places.count + 1)
    try kernelTable(name).dots_int8(bytes, scales, places, places.count, columns, x, &work, &some)
    #expect(some.dropLast().map(\.bitPattern) == places.map { all[Int($0)].bitPattern })
    #expect(some[places.count].isNaN)
    some = Array(repeating: 0, count: places.count)
    places.withUnsafeBufferPointer {
      QuantisedRows(matrix).products(of: $0, with: x, into: &some, work: &work)
    }
    #expect(some.map(\.bitPattern) == places.map { all[Int($0)].bitPattern })
  }

  @Test(arguments: kernelNames)
  func extremesDoNotOverflow(_ name: String) throws {
    let columns = 1000
    var work = [Int8](repeating: 0, count: columns)
    for (entry, value) in [(-127, 3), (-127, -3), (127, 3), (127, -3)] as [(Int8, Float)] {
      let rows = [Int8](repeating: entry, count: 64 * columns)
      let x = [Float](repeating: value, count: columns)
      var out: [Float] = [0]
      try kernelTable(name).scan_int8(rows, [1], 1, columns, x, &work, &out)
      #expect(abs(out[0] / (Float(entry) * value * 1000) - 1) < 1e-5)
    }
  }

  /// As the kernel rounds: 127 steps to the largest magnitude.
  private func referenceRounding(_ x: [Float]) -> ([Int8], Float) {
    let scale = (x.map(abs).max() ?? 0) / 127
    return (x.map { Int8(max(-127, min(127, ($0 / scale).rounded(.toNearestOrEven)))) }, scale)
  }

  @Test func scoresAreThoseOfTheFactorsButForRounding() {
    let matrix = Matrix(rows: 50, columns: 40, sampleFloats(2000, seed: 6))
    let x = sampleFloats(40, seed: 7)
    var out = [Float](repeating: 0, count: 50)
    var work = [Int8](repeating: 0, count: 40)
    let quantised = QuantisedMatrix(matrix)
    quantised.scan(x, into: &out, work: &work)
    for row in 0..<50 {
      let exact = zip(matrix[row: row], x).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(out[row] - exact) < 0.04)
    }
    #expect(quantised.byteCount == 64 * 40 + 50 * 4)
  }

  @Test func zeroRowsAndVectorsScoreZero() {
    let quantised = QuantisedMatrix(Matrix(rows: 2, columns: 3, [0, 0, 0, 1, -2, 3] as [Float]))
    var out = [Float](repeating: 9, count: 2)
    var work = [Int8](repeating: 0, count: 4)
    quantised.scan([0, 0, 0, 0], into: &out, work: &work)
    #expect(out == [0, 0])
  }
}
