/// How a candidate's life in the data lies to the time in which the user was active.
struct PeriodFeatures: FeatureGroup {
  private let timeline: ActivityTimeline
  /// One for each item, so that a candidate costs one cache line.
  private let lives: AlignedStorage<Life>

  /// An item's interactions and days, from `ItemStatistics`.
  private struct Life: BitwiseCopyable {
    var count, firstDay, lastDay, meanDay: Float
  }

  init(statistics: ItemStatistics, timeline: ActivityTimeline) {
    self.timeline = timeline
    lives = AlignedStorage(
      statistics.counts.indices.map { item in
        Life(
          count: statistics.counts[item], firstDay: statistics.firstDays[item],
          lastDay: statistics.lastDays[item], meanDay: statistics.meanDays[item])
      })
  }

  let features = [
    FeatureDescriptor(
      "period.share", .pair, .share,
      "of all interactions in the user's active time, a week wider on both sides"),
    FeatureDescriptor(
      "period.lift", .pair, .ratio, "that share over the item's share of all interactions of all time"),
    FeatureDescriptor(
      "period.narrow_count", .pair, .count, "the item's interactions within a day of the user's middle event"),
    FeatureDescriptor(
      "period.days_since_first", .pair, .days,
      "from the item's first interaction to the user's last; missing without either"),
    FeatureDescriptor(
      "period.days_to_last", .pair, .days,
      "from the user's first interaction to the item's last; missing without either"),
    FeatureDescriptor(
      "period.mean_day_distance", .pair, .days,
      "between the item's mean day and the user's middle event; missing without either"),
  ]

  /// Seconds by which the user's active time is widened.
  private static let margin: Int64 = 7 * 86_400

  func fill(_ context: FeatureContext, into columns: FeatureColumns) {
    let times = context.query.history.timestamps
    let (first, last) = (times.first ?? context.query.asOf, times.last ?? context.query.asOf)
    let wide = timeline.window(from: first, to: last, margin: Self.margin)
    let middle = times.isEmpty ? context.query.asOf : times[times.count / 2]
    let narrow = timeline.window(from: middle, to: middle, margin: 86_400)
    timeline.count(context.candidates, in: wide, into: columns[0])
    timeline.count(context.candidates, in: narrow, into: columns[2])
    let scale = 1 / max(1, timeline.total(in: wide))
    let everything = 1 / max(1, timeline.total(in: 0..<timeline.bins))
    let profile = context.profile
    let (firstDay, middleDay, lastDay) = (profile.firstDay, profile.middleDay, profile.lastDay)
    let (lives, shares, lifts) = (lives.base, columns[0], columns[1])
    let (sinceFirst, toLast, distances) = (columns[3], columns[4], columns[5])
    for (row, candidate) in context.candidates.enumerated() {
      let life = lives[Int(candidate)]
      let share = shares[row] * scale
      shares[row] = share
      lifts[row] = share / (life.count * everything + 1e-6)
      sinceFirst[row] = lastDay - life.firstDay
      toLast[row] = life.lastDay - firstDay
      distances[row] = abs(life.meanDay - middleDay)
    }
  }
}
