import RankingCore
import Testing

struct ByteRowsTests {
  /// Sums at 8 bits stay within half a step a row of the exact ones.
  @Test func sumsAreCloseToTheExactOnes() {
    let (items, columns) = (40, 53)
    let values = sampleFloats(items * columns, seed: 31)
    let rows = ByteRows(Matrix(rows: items, columns: columns, values))
    let history: [Int32] = [3, 39, 0, 17, 17, 5]
    var sums = [Float](repeating: .nan, count: columns)
    rows.sum(history, count: history.count, into: &sums)
    for column in 0..<columns {
      let exact = history.reduce(Float(0)) { $0 + values[Int($1) * columns + column] }
      let largest = (0..<items).map { abs(values[$0 * columns + column]) }.max() ?? 0
      #expect(abs(sums[column] - exact) <= Float(history.count) * 0.51 * largest / 127)
    }
  }

  @Test func zeroColumnsAndNoRows() {
    let rows = ByteRows(Matrix(rows: 2, columns: 3, [0, 1, -1, 0, 0.5, 1] as [Float]))
    var sums = [Float](repeating: .nan, count: 3)
    rows.sum([0, 1], count: 2, into: &sums)
    #expect(sums[0] == 0)
    rows.sum([], count: 0, into: &sums)
    #expect(sums == [0, 0, 0])
  }
}
