/// How a candidate's genres and year meet the user's habits.
struct TasteFeatures: FeatureGroup {
  private let genres: [UInt64]
  private let genreShares: [Float]
  private let years: [Float]
  private let counts: [Float]

  init(tables: FeatureTables) {
    genres = tables.genres
    genreShares = tables.genreShares
    years = tables.years
    counts = tables.statistics.counts
  }

  let features = [
    "taste.genre_share", "taste.genre_lift", "taste.genre_rating", "taste.year_distance",
    "taste.year_offset", "taste.popularity_ratio",
  ].map { FeatureDescriptor($0, .pair) }

  func fill(_ context: FeatureContext, into columns: FeatureColumns) {
    let profile = context.profile
    for (row, candidate) in context.candidates.enumerated() {
      let item = Int(candidate)
      fillGenres(item, profile, row, columns)
      let offset = years[item] - profile.meanYear
      columns[3][row] = abs(offset) / (profile.yearDeviation + 1)
      columns[4][row] = offset
      columns[5][row] = counts[item] / (profile.meanPopularity + 1)
    }
  }

  /// Means over the candidate's genres of the user's share, of that share over everybody's, and of the
  /// user's rating above the user's mean.
  private func fillGenres(_ item: Int, _ profile: UserProfile, _ row: Int, _ columns: FeatureColumns) {
    var (share, lift, rating): (Float, Float, Float) = (0, 0, 0)
    var mask = genres[item]
    let scale = 1 / Float(max(1, mask.nonzeroBitCount))
    while mask != 0 {
      let genre = mask.trailingZeroBitCount
      share += profile.genreShares[genre]
      lift += profile.genreShares[genre] / (genreShares[genre] + 1e-4)
      rating += profile.genreRatings[genre]
      mask &= mask - 1
    }
    columns[0][row] = share * scale
    columns[1][row] = lift * scale
    columns[2][row] = rating * scale
  }
}
