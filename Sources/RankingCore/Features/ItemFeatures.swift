/// What is known of an item whoever asks.
struct ItemFeatures: FeatureGroup {
  let statistics: ItemStatistics
  let years: [Float]
  let genres: [UInt64]

  private var columns: [(name: String, values: [Float])] {
    [
      ("item.count", statistics.counts),
      ("item.rating_mean", statistics.meanRatings),
      ("item.rating_deviation", statistics.ratingDeviations),
      ("item.liked_share", statistics.likedShares),
      ("item.first_day", statistics.firstDays),
      ("item.mean_day", statistics.meanDays),
      ("item.last_day", statistics.lastDays),
      ("item.week_count", statistics.weekCounts),
      ("item.month_count", statistics.monthCounts),
      ("item.user_history_mean", statistics.meanUserHistories),
      ("item.year", years),
      ("item.genres", genres.map { Float($0.nonzeroBitCount) }),
    ]
  }

  var features: [FeatureDescriptor] { columns.map { FeatureDescriptor($0.name, .item) } }

  func fill(_ context: FeatureContext, into output: FeatureColumns) {
    for (index, column) in columns.enumerated() {
      for (row, item) in context.candidates.enumerated() { output[index][row] = column.values[Int(item)] }
    }
  }
}
