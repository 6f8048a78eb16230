internal import Foundation
package import RankingCore

/// Popularity around each period of the data: counts decayed by their distance in time.
package struct TrendingTrainer: Sendable {
  package struct Configuration: Codable, Sendable, Hashable {
    /// Length of a period.
    package var periodSeconds: Int64
    /// Periods after which an event counts 1/e.
    package var decay: Double
    /// Whether later events count too: right for users whose last visit lies before the end of the data.
    package var looksAhead: Bool

    package init(periodSeconds: Int64 = 86_400, decay: Double = 10, looksAhead: Bool = false) {
      self.periodSeconds = periodSeconds
      self.decay = decay
      self.looksAhead = looksAhead
    }
  }

  package let configuration: Configuration
  private let name: String
  /// More periods than this, or than leave this many numbers in the table, are merged into longer ones.
  private static let (mostPeriods, mostNumbers) = (2048, 1 << 24)

  package init(_ configuration: Configuration = Configuration(), name: String = "trending") {
    self.configuration = configuration
    self.name = name
  }

  /// Row p of the source holds log(1 + decayed count) as of period p.
  package func train(_ interactions: Interactions, items: Int) throws(TrainingError) -> TrendingSource {
    guard configuration.periodSeconds > 0, (1e-6...1e12).contains(configuration.decay) else {
      throw TrainingError(
        .configuration, "trending needs a period above 0 and a decay of 1e-6...1e12, got \(configuration)")
    }
    let times = (0..<interactions.entryCount).map { interactions.timestamps.base[$0] }
    let start = times.min() ?? 0
    let (span, overflow) = (times.max() ?? 0).subtractingReportingOverflow(start)
    if overflow { throw TrainingError(.data, "timestamps span more than 64 bits") }
    let most = Int64(max(1, min(Self.mostPeriods, Self.mostNumbers / max(1, items))))
    let seconds = max(configuration.periodSeconds, span / most + 1)
    let periods = Int(span / seconds) + 1
    var counts = [Double](repeating: 0, count: periods * items)
    for entry in times.indices {
      let period = Int((times[entry] - start) / seconds)
      counts[period * items + Int(interactions.items.base[entry])] += 1
    }
    let decayed = decay(counts, periods: periods, items: items)
    let scores = Matrix(rows: periods, columns: items, decayed.map { Float(log1p($0)) })
    return TrendingSource(name: name, periods: scores, start: start, seconds: seconds)
  }

  /// Two recursive passes: what came before, and, looking ahead, what came after.
  private func decay(_ counts: [Double], periods: Int, items: Int) -> [Double] {
    let factor = exp(-1 / configuration.decay)
    var before = counts
    for place in items..<max(items, counts.count) { before[place] += factor * before[place - items] }
    guard configuration.looksAhead else { return before }
    var after = counts
    for place in (0..<max(0, counts.count - items)).reversed() {
      after[place] += factor * after[place + items]
    }
    return before.indices.map { before[$0] + after[$0] - counts[$0] }
  }
}
