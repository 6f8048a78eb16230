/// What one user's history adds up to: computed once a request, read by every feature group.
///
/// One object belongs to one scratch and is refilled for each request. Sums run in history order, in
/// arithmetic that every machine rounds alike.
package final class UserProfile {
  package private(set) var historyCount: Float = 0
  package private(set) var meanRating: Float = .nan
  package private(set) var ratingDeviation: Float = .nan
  /// Days of the first, middle and last event since the first event of the data; NaN without history.
  package private(set) var firstDay: Float = .nan
  package private(set) var middleDay: Float = .nan
  package private(set) var lastDay: Float = .nan
  package private(set) var meanYear: Float = .nan
  package private(set) var yearDeviation: Float = .nan
  /// Mean interaction count of the history's items.
  package private(set) var meanPopularity: Float = .nan
  /// For each genre the share of the history that has it, that share over everybody's, and its mean rating minus the
  /// user's mean, shrunk to 0 by two ratings; then zeros for the empty places of a `GenreList`.
  let genreTaste: AlignedStorage<SIMD4<Float>>
  /// Share of the history in each semantic cluster.
  package let clusterShares: AlignedStorage<Float>

  package init(genres: Int, clusters: Int) {
    genreTaste = AlignedStorage(count: genres + GenreList.places, repeating: .zero)
    clusterShares = AlignedStorage(count: clusters, repeating: 0)
  }

  /// Recomputes everything for `query`.
  package func update(_ query: UserQuery, _ tables: FeatureTables) {
    let history = query.history
    historyCount = Float(history.count)
    updateRatings(history)
    updateDays(history, origin: tables.statistics.origin)
    updateItems(history, tables)
  }

  private func updateRatings(_ history: History) {
    var moments = Moments()
    for rating in history.ratings { moments.add(rating) }
    (meanRating, ratingDeviation) = moments.result
  }

  private func updateDays(_ history: History, origin: Int64) {
    func day(_ index: Int) -> Float {
      Float(Double(history.timestamps[index] - origin) / ItemStatistics.day)
    }
    guard history.count > 0 else { return (firstDay, middleDay, lastDay) = (.nan, .nan, .nan) }
    firstDay = day(0)
    middleDay = day(history.count / 2)
    lastDay = day(history.count - 1)
  }

  /// One pass over the history's items, since each costs a cache line.
  private func updateItems(_ history: History, _ tables: FeatureTables) {
    let (taste, shares, records) = (genreTaste.base, clusterShares.base, tables.profileItems.base)
    let (mean, share) = (meanRating, 1 / max(1, historyCount))
    genreTaste.buffer.update(repeating: .zero)
    clusterShares.buffer.update(repeating: 0)
    var years = Moments()
    var popularity: Float = 0
    for (item, rating) in zip(history.items, history.ratings) {
      let record = records[Int(item)]
      if !record.year.isNaN { years.add(record.year) }
      popularity += record.count
      let event = SIMD4(1, 0, rating - mean, 0)
      record.genres.forEach { taste[$0] += event }
      if record.cluster >= 0 { shares[Int(record.cluster)] += share }
    }
    (meanYear, yearDeviation) = years.result
    meanPopularity = popularity / historyCount
    finishGenres(scale: share, tables)
  }

  /// Turns counts and sums of ratings into shares, lifts and means.
  private func finishGenres(scale: Float, _ tables: FeatureTables) {
    let taste = genreTaste.base
    for genre in 0..<tables.genreCount {
      let (count, ratings) = (taste[genre].x, taste[genre].z)
      let share = count * scale
      taste[genre] = SIMD4(share, share / (tables.genreShares[genre] + 1e-4), ratings / (count + 2), 0)
    }
    (taste + tables.genreCount).update(repeating: .zero, count: GenreList.places)
  }

  /// Mean and standard deviation of what is added; NaN of nothing.
  private struct Moments {
    private var (count, sum, squares): (Double, Double, Double) = (0, 0, 0)

    mutating func add(_ value: Float) {
      count += 1
      sum += Double(value)
      squares += Double(value) * Double(value)
    }

    var result: (mean: Float, deviation: Float) {
      guard count > 0 else { return (.nan, .nan) }
      let mean = sum / count
      return (Float(mean), Float(max(0, squares / count - mean * mean).squareRoot()))
    }
  }
}
