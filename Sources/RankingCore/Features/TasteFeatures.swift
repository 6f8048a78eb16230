/// How a candidate's genres and year meet the user's habits.
struct TasteFeatures: FeatureGroup {
  private let genres: [UInt64]
  private let years: [Float]
  private let counts: [Float]

  init(tables: FeatureTables) {
    genres = tables.genres
    years = tables.years
    counts = tables.statistics.counts
  }

  let features = [
    "taste.genre_share", "taste.genre_lift", "taste.genre_rating", "taste.year_distance",
    "taste.year_offset", "taste.popularity_ratio",
  ].map { FeatureDescriptor($0, .pair) }

  func fill(_ context: FeatureContext, into columns: FeatureColumns) {
    let profile = context.profile
    let (year, deviation, popularity) = (
      profile.meanYear, profile.yearDeviation + 1, profile.meanPopularity + 1
    )
    for (row, candidate) in context.candidates.enumerated() {
      let item = Int(candidate)
      fillGenres(item, profile, row, columns)
      let offset = years[item] - year
      columns[3][row] = abs(offset) / deviation
      columns[4][row] = offset
      columns[5][row] = counts[item] / popularity
    }
  }

  /// Means over the candidate's genres of the user's share, of that share over everybody's, and of the
  /// user's rating above the user's mean.
  private func fillGenres(_ item: Int, _ profile: UserProfile, _ row: Int, _ columns: FeatureColumns) {
    let (shares, lifts) = (profile.genreShares.base, profile.genreLifts.base)
    let ratings = profile.genreRatings.base
    var (share, lift, rating): (Float, Float, Float) = (0, 0, 0)
    var mask = genres[item]
    let scale = 1 / Float(max(1, mask.nonzeroBitCount))
    while mask != 0 {
      let genre = mask.trailingZeroBitCount
      share += shares[genre]
      lift += lifts[genre]
      rating += ratings[genre]
      mask &= mask - 1
    }
    columns[0][row] = share * scale
    columns[1][row] = lift * scale
    columns[2][row] = rating * scale
  }
}
