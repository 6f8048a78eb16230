/// How a candidate's life in the data lies to the time in which the user was active.
struct PeriodFeatures: FeatureGroup {
  let statistics: ItemStatistics
  let timeline: ActivityTimeline

  let features = [
    "period.share", "period.lift", "period.narrow_count", "period.days_since_first", "period.days_to_last",
    "period.mean_day_distance",
  ].map { FeatureDescriptor($0, .pair) }

  /// Seconds by which the user's active time is widened.
  private static let margin: Int64 = 7 * 86_400

  func fill(_ context: FeatureContext, into columns: FeatureColumns) {
    let times = context.query.history.timestamps
    let (first, last) = (times.first ?? context.query.asOf, times.last ?? context.query.asOf)
    let wide = timeline.counts(in: timeline.window(from: first, to: last, margin: Self.margin))
    let middle = times.isEmpty ? context.query.asOf : times[times.count / 2]
    let narrow = timeline.counts(in: timeline.window(from: middle, to: middle, margin: 86_400))
    let scale = 1 / max(1, wide.total)
    let everything = 1 / max(1, timeline.counts(in: 0..<timeline.bins).total)
    let profile = context.profile
    let (firstDay, middleDay, lastDay) = (profile.firstDay, profile.middleDay, profile.lastDay)
    let (counts, meanDays) = (statistics.counts, statistics.meanDays)
    let (firstDays, lastDays) = (statistics.firstDays, statistics.lastDays)
    for (row, candidate) in context.candidates.enumerated() {
      let item = Int(candidate)
      let share = wide[item] * scale
      columns[0][row] = share
      columns[1][row] = share / (counts[item] * everything + 1e-6)
      columns[2][row] = narrow[item]
      columns[3][row] = lastDay - firstDays[item]
      columns[4][row] = lastDays[item] - firstDay
      columns[5][row] = abs(meanDays[item] - middleDay)
    }
  }
}
