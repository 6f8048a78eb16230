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
    updateYears(history, tables)
    updateGenres(history, tables)
    updateClusters(history, tables)
  }

  private func updateRatings(_ history: History) {
    let (mean, deviation) = Self.moments(history.ratings.lazy.map { $0 })
    meanRating = mean
    ratingDeviation = deviation
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

  private func updateYears(_ history: History, _ tables: FeatureTables) {
    let years = history.items.lazy.map { tables.years[Int($0)] }.filter { !$0.isNaN }
    (meanYear, yearDeviation) = Self.moments(years)
    var popularity: Float = 0
    for item in history.items { popularity += tables.statistics.counts[Int(item)] }
    meanPopularity = popularity / historyCount
  }

  private func updateGenres(_ history: History, _ tables: FeatureTables) {
    let (taste, lists, mean) = (genreTaste.base, tables.genreLists.base, meanRating)
    genreTaste.buffer.update(repeating: .zero)
    for (item, rating) in zip(history.items, history.ratings) {
      let event = SIMD4(1, 0, rating - mean, 0)
      lists[Int(item)].forEach { taste[$0] += event }
    }
    let scale = 1 / max(1, historyCount)
    for genre in 0..<tables.genreCount {
      let (count, ratings) = (taste[genre].x, taste[genre].z)
      let share = count * scale
      taste[genre] = SIMD4(share, share / (tables.genreShares[genre] + 1e-4), ratings / (count + 2), 0)
    }
    (taste + tables.genreCount).update(repeating: .zero, count: GenreList.places)
  }

  private func updateClusters(_ history: History, _ tables: FeatureTables) {
    guard let clusters = tables.semantic?.signals.clusters.base else { return }
    let shares = clusterShares.base
    clusterShares.buffer.update(repeating: 0)
    let share = 1 / max(1, historyCount)
    for item in history.items { shares[Int(clusters[Int(item)])] += share }
  }

  /// Mean and standard deviation; NaN of nothing.
  private static func moments(_ values: some Sequence<Float>) -> (mean: Float, deviation: Float) {
    var (count, sum, squares): (Double, Double, Double) = (0, 0, 0)
    for value in values {
      count += 1
      sum += Double(value)
      squares += Double(value) * Double(value)
    }
    guard count > 0 else { return (.nan, .nan) }
    let mean = sum / count
    return (Float(mean), Float(max(0, squares / count - mean * mean).squareRoot()))
  }
}
