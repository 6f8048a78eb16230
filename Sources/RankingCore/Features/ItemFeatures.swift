/// What is known of an item whoever asks.
struct ItemFeatures: FeatureGroup {
  let statistics: ItemStatistics
  let years: [Float]
  let genres: [UInt64]

  let features = [
    FeatureDescriptor("item.count", .item, .count, "interactions"),
    FeatureDescriptor(
      "item.rating_mean", .item, .rating, "mean rating, shrunk towards the mean of all by five ratings"),
    FeatureDescriptor(
      "item.rating_deviation", .item, .rating, "standard deviation of the ratings; missing below two"),
    FeatureDescriptor("item.liked_share", .item, .share, "ratings of at least 4"),
    FeatureDescriptor("item.first_day", .item, .days, "day of the first interaction; missing without one"),
    FeatureDescriptor("item.mean_day", .item, .days, "mean day of the interactions; missing without one"),
    FeatureDescriptor("item.last_day", .item, .days, "day of the last interaction; missing without one"),
    FeatureDescriptor("item.week_count", .item, .count, "interactions in the last 7 days of the data"),
    FeatureDescriptor("item.month_count", .item, .count, "interactions in the last 30 days of the data"),
    FeatureDescriptor(
      "item.user_history_mean", .item, .count,
      "mean length of the histories of the item's users; missing without one"),
    FeatureDescriptor("item.year", .item, .years, "year of release; missing if unknown"),
    FeatureDescriptor("item.genres", .item, .count, "genres of the item"),
  ]

  /// In the order of `features`.
  private var columns: [[Float]] {
    [
      statistics.counts, statistics.meanRatings, statistics.ratingDeviations, statistics.likedShares,
      statistics.firstDays, statistics.meanDays, statistics.lastDays, statistics.weekCounts,
      statistics.monthCounts, statistics.meanUserHistories, years, genres.map { Float($0.nonzeroBitCount) },
    ]
  }

  func fill(_ context: FeatureContext, into output: FeatureColumns) {
    for (index, column) in columns.enumerated() {
      for (row, item) in context.candidates.enumerated() { output[index][row] = column[Int(item)] }
    }
  }
}
