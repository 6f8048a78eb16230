import RankingCore
import Testing

struct NibbleRowsTests {
  /// Every entry is rounded to the nearest level: half of the widest gap between levels that it lies in.
  @Test(arguments: [53, 200]) func sumsAreCloseToTheExactOnes(columns: Int) {
    let items = 40
    let values = sampleFloats(items * columns, seed: 31)
    let rows = NibbleRows(Matrix(rows: items, columns: columns, values))
    let history: [Int32] = [3, 39, 0, 17, 17, 5]
    var sums = [Float](repeating: .nan, count: columns)
    rows.sum(history, count: history.count, into: &sums)
    for column in 0..<columns {
      let entries = history.map { values[Int($0) * columns + column] }
      let largest = (0..<items).map { abs(values[$0 * columns + column]) }.max() ?? 0
      let allowed = entries.reduce(Float(0)) { $0 + halfGap(abs($1) / (largest / 28)) * largest / 28 }
      #expect(abs(sums[column] - entries.reduce(0, +)) <= 1.001 * allowed)
    }
  }

  private func halfGap(_ value: Float) -> Float {
    let levels: [Float] = [0, 1, 3, 6, 10, 15, 21, 28]
    let upper = levels.firstIndex { $0 >= value } ?? levels.count - 1
    return upper == 0 ? 0.5 : (levels[upper] - levels[upper - 1]) / 2
  }

  /// What is a level stays what it is.
  @Test func levelsAreExact() {
    let levels: [Float] = [0, 1, 3, 6, 10, 15, 21, 28]
    let entries = levels + levels.map { -$0 }
    let rows = NibbleRows(Matrix(rows: entries.count, columns: 1, entries))
    for (row, entry) in entries.enumerated() {
      var sum: Float = .nan
      rows.sum([Int32(row)], count: 1, into: &sum)
      #expect(sum == entry)
    }
  }

  @Test func zeroColumnsAndNoRows() {
    let rows = NibbleRows(Matrix(rows: 2, columns: 3, [0, 1, -1, 0, 0.5, 1] as [Float]))
    var sums = [Float](repeating: .nan, count: 3)
    rows.sum([0, 1], count: 2, into: &sums)
    #expect(sums[0] == 0)
    rows.sum([], count: 0, into: &sums)
    #expect(sums == [0, 0, 0])
  }
}
