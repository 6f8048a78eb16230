import Foundation
import RankingTraining

/// Seconds and objective of each iteration, and what memory it took.
struct ALSReport {
  let json: Bool
  let configuration: ALSConfiguration
  private let entries: Int
  private let rows: Int
  private var seconds: [Double] = []
  private var objective: [Double] = []

  init(json: Bool, rows: SparseRows, configuration: ALSConfiguration) {
    self.json = json
    self.configuration = configuration
    entries = rows.entryCount
    self.rows = rows.rowCount + rows.columnCount
  }

  mutating func add(_ step: ALSProgress) {
    if step.half == .users { seconds.append(0) }
    seconds[seconds.count - 1] += step.seconds
    ProgressReporter.note("als: \(step.line(of: configuration.iterations))")
    guard let value = step.objective else { return }
    objective.append(value)
    if !json { Swift.print("iteration \(step.iteration): \(seconds.last ?? 0) s, objective \(value)") }
  }

  func print() {
    let peak = PeakMemory.bytes
    if json {
      return Swift.print(
        "{\"seconds_per_iteration\":\(seconds),\"objective\":\(objective),\"peak_rss_bytes\":\(peak)}")
    }
    let millions = Double(max(1, entries)) / 1e6
    let factors = rows * ((configuration.factors + 15) / 16 * 64)
    Swift.print(
      String(
        format:
          "peak memory %.1f MB: %.1f MB a million interactions (matrix by users and by items: 16.0), factors %.1f MB",
        Double(peak) / 1e6, Double(peak) / 1e6 / millions, Double(factors) / 1e6))
  }
}
