/// What is known of the user whatever the candidate.
struct UserFeatures: FeatureGroup {
  let features = [
    "user.history", "user.rating_mean", "user.rating_deviation", "user.first_day", "user.last_day",
    "user.span_days", "user.year_mean", "user.year_deviation", "user.popularity_mean", "user.age",
  ].map { FeatureDescriptor($0, .user) }

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
