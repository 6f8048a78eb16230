/// What was popular around the time of the user's last interaction; always available.
///
/// Tensor `periods` [periods, items]: row p scores the items as of the end of period p. Parameters
/// `start` (Unix seconds where period 0 begins) and `seconds` (length of a period). Times outside the
/// table take its first or last row; without a history the request's `asOf` decides. Cost: one copy.
package struct TrendingSource: StorableSource {
  package let specification: SourceSpecification
  private let periods: Matrix<Float>
  private let start: Int64
  private let seconds: Int64

  package init(name: String = "trending", periods: Matrix<Float>, start: Int64, seconds: Int64) {
    precondition(periods.rows > 0 && seconds > 0)
    specification = SourceSpecification(
      name: name, kind: .trending, parameters: ["start": Double(start), "seconds": Double(seconds)])
    self.periods = periods
    self.start = start
    self.seconds = seconds
  }

  init(_ tensors: TensorLookup, catalogueSize: Int) throws(SourceError) {
    specification = tensors.specification
    start = Int64(try tensors.parameter("start", in: -1e15...1e15))
    seconds = Int64(try tensors.parameter("seconds", in: 1...1e12))
    periods = try tensors("periods", columns: catalogueSize)
    guard periods.rows > 0 else { throw SourceError(.shape, "tensor \(specification.name).periods is empty") }
  }

  package func score(
    _ query: UserQuery, into scores: UnsafeMutablePointer<Float>, scratch: RetrievalScratch
  ) -> Bool {
    let row = periods[row: period(of: query.history.timestamps.last ?? query.asOf)]
    guard let base = row.baseAddress else { return false }
    scores.update(from: base, count: row.count)
    return true
  }

  private func period(of time: Int64) -> Int {
    let (distance, overflow) = time.subtractingReportingOverflow(start)
    if overflow { return time < start ? 0 : periods.rows - 1 }
    return Int(min(max(0, distance / seconds), Int64(periods.rows - 1)))
  }

  package var need: SourceNeed? { nil }

  package func bytesRead(history: Int, isTrained: Bool) -> Int { periods.rowBytes }

  package func tensors() -> [(name: String, matrix: Matrix<Float>)] { [("\(name).periods", periods)] }
}
