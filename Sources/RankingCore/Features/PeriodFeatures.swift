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
    let wide = timeline.window(from: first, to: last, margin: Self.margin)
    let middle = times.isEmpty ? context.query.asOf : times[times.count / 2]
    let narrow = timeline.window(from: middle, to: middle, margin: 86_400)
    let scale = 1 / max(1, timeline.total(in: wide))
    let everything = 1 / max(1, timeline.total(in: 0..<timeline.bins))
    let profile = context.profile
    for (row, candidate) in context.candidates.enumerated() {
      let item = Int(candidate)
      let share = timeline.count(item, in: wide) * scale
      columns[0][row] = share
      columns[1][row] = share / (statistics.counts[item] * everything + 1e-6)
      columns[2][row] = timeline.count(item, in: narrow)
      columns[3][row] = profile.lastDay - statistics.firstDays[item]
      columns[4][row] = statistics.lastDays[item] - profile.firstDay
      columns[5][row] = abs(statistics.meanDays[item] - profile.middleDay)
    }
  }
}
