/// What is known of the user whatever the candidate.
struct UserFeatures: FeatureGroup {
  let features = [
    FeatureDescriptor("user.history", .user, .count, "interactions"),
    FeatureDescriptor("user.rating_mean", .user, .rating, "mean rating; missing without history"),
    FeatureDescriptor(
      "user.rating_deviation", .user, .rating, "standard deviation of the ratings; missing without history"),
    FeatureDescriptor("user.first_day", .user, .days, "day of the first interaction; missing without one"),
    FeatureDescriptor("user.last_day", .user, .days, "day of the last interaction; missing without one"),
    FeatureDescriptor(
      "user.span_days", .user, .days, "from the first to the last interaction; missing without one"),
    FeatureDescriptor(
      "user.year_mean", .user, .years, "mean year of the history; missing if all are unknown"),
    FeatureDescriptor(
      "user.year_deviation", .user, .years,
      "standard deviation of the history's years; missing if all are unknown"),
    FeatureDescriptor(
      "user.popularity_mean", .user, .count,
      "mean interactions of the history's items; missing without history"),
    FeatureDescriptor("user.age", .user, .years, "the user's age; missing if unknown"),
  ]

  func fill(_ context: FeatureContext, into columns: FeatureColumns) {
    let profile = context.profile
    let age = context.query.demographics.age
    columns[0][0] = profile.historyCount
    columns[1][0] = profile.meanRating
    columns[2][0] = profile.ratingDeviation
    columns[3][0] = profile.firstDay
    columns[4][0] = profile.lastDay
    columns[5][0] = profile.lastDay - profile.firstDay
    columns[6][0] = profile.meanYear
    columns[7][0] = profile.yearDeviation
    columns[8][0] = profile.meanPopularity
    columns[9][0] = age >= 0 ? Float(age) : .nan
  }
}
