/// How a candidate's genres and year meet the user's habits.
struct TasteFeatures: FeatureGroup {
  /// One for each item, so that a candidate costs one cache line.
  private let items: AlignedStorage<Item>

  private struct Item: BitwiseCopyable {
    var genres: GenreList
    /// 1 / number of genres, 1 without any.
    var share: Float
    var year, count: Float
  }

  init(tables: FeatureTables) {
    items = AlignedStorage(
      tables.genres.indices.map { item in
        let genres = tables.genres[item]
        return Item(
          genres: tables.genreLists.base[item], share: 1 / Float(max(1, genres.nonzeroBitCount)),
          year: tables.years[item],
          count: tables.statistics.counts[item])
      })
  }

  let features = [
    FeatureDescriptor(
      "taste.genre_share", .pair, .share, "of the history with a genre, mean over the item's genres"),
    FeatureDescriptor(
      "taste.genre_lift", .pair, .ratio, "that share over everybody's, mean over the item's genres"),
    FeatureDescriptor(
      "taste.genre_rating", .pair, .rating,
      "the user's rating of a genre above the user's mean, shrunk by two ratings, mean over the item's genres"
    ),
    FeatureDescriptor(
      "taste.year_distance", .pair, .ratio,
      "from the history's mean year, over its deviation and one; missing if a year is unknown"),
    FeatureDescriptor(
      "taste.year_offset", .pair, .years, "from the history's mean year; missing if a year is unknown"),
    FeatureDescriptor(
      "taste.popularity_ratio", .pair, .ratio,
      "the item's interactions over the mean of the history's items and one; missing without history"),
  ]

  func fill(_ context: FeatureContext, into columns: FeatureColumns) {
    let (profile, items) = (context.profile, items.base)
    let (year, deviation) = (profile.meanYear, profile.yearDeviation + 1)
    let popularity = profile.meanPopularity + 1
    let (distances, offsets, ratios) = (columns[3], columns[4], columns[5])
    for (row, candidate) in context.candidates.enumerated() {
      let item = items[Int(candidate)]
      let offset = item.year - year
      distances[row] = abs(offset) / deviation
      offsets[row] = offset
      ratios[row] = item.count / popularity
    }
    fillGenres(context, columns)
  }

  /// Means over the candidate's genres of the user's share, of that share over everybody's, and of the
  /// user's rating above the user's mean.
  private func fillGenres(_ context: FeatureContext, _ columns: FeatureColumns) {
    let (taste, items) = (context.profile.genreTaste.base, items.base)
    let (shares, lifts, ratings) = (columns[0], columns[1], columns[2])
    for (row, candidate) in context.candidates.enumerated() {
      let item = items[Int(candidate)]
      var sum = SIMD4<Float>.zero
      item.genres.forEach { sum += taste[$0] }
      sum *= item.share
      shares[row] = sum.x
      lifts[row] = sum.y
      ratings[row] = sum.z
    }
  }
}
