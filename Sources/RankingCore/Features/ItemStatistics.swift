/// What the training interactions say about each item: counts, ratings and dates.
///
/// Computed once from the interactions with exact or correctly rounded operations only, so that training
/// and every server get the same bits.
package final class ItemStatistics: Sendable {
  /// Seconds in a day, the unit of all times below.
  static let day: Double = 86_400

  /// Interactions.
  package let counts: [Float]
  /// Mean rating, shrunk towards the mean of all ratings by `shrinkage` ratings.
  package let meanRatings: [Float]
  /// Standard deviation of the ratings; NaN below two.
  package let ratingDeviations: [Float]
  /// Share of ratings of at least 4.
  package let likedShares: [Float]
  /// Day of the first, mean and last interaction, counted from the first event of the data; NaN without one.
  package let firstDays: [Float]
  package let meanDays: [Float]
  package let lastDays: [Float]
  /// Interactions in the last 7 and 30 days of the data.
  package let weekCounts: [Float]
  package let monthCounts: [Float]
  /// Mean history length of the item's users; NaN without one.
  package let meanUserHistories: [Float]
  /// Unix seconds of the first event.
  package let origin: Int64

  private static let shrinkage = 5.0

  package init(items: Int, interactions: Interactions) {
    let times = interactions.timestamps[row: 0]
    origin = times.min() ?? 0
    let horizon = times.max() ?? 0
    var sums = Sums(items: items)
    for user in 0..<interactions.userCount {
      sums.add(interactions.history(of: user), origin: origin, horizon: horizon)
    }
    let total = sums.counts.reduce(0, +)
    let mean = total > 0 ? sums.ratings.reduce(0, +) / total : 0
    counts = sums.counts.map { Float($0) }
    meanRatings = (0..<items).map {
      Float((sums.ratings[$0] + Self.shrinkage * mean) / (sums.counts[$0] + Self.shrinkage))
    }
    ratingDeviations = (0..<items).map { sums.ratingDeviation($0) }
    likedShares = (0..<items).map { Float(sums.liked[$0] / max(1, sums.counts[$0])) }
    firstDays = sums.first.map { $0.isFinite ? Float($0) : .nan }
    lastDays = sums.last.map { $0.isFinite ? Float($0) : .nan }
    meanDays = (0..<items).map { Float(sums.days[$0] / sums.counts[$0]) }
    weekCounts = sums.week.map { Float($0) }
    monthCounts = sums.month.map { Float($0) }
    meanUserHistories = (0..<items).map { Float(sums.histories[$0] / sums.counts[$0]) }
  }

  /// Running sums by item, in double precision.
  private struct Sums {
    var counts, ratings, squares, liked, days, week, month, histories: [Double]
    var first, last: [Double]

    init(items: Int) {
      let zeros = [Double](repeating: 0, count: items)
      (counts, ratings, squares, liked) = (zeros, zeros, zeros, zeros)
      (days, week, month, histories) = (zeros, zeros, zeros, zeros)
      first = [Double](repeating: .infinity, count: items)
      last = [Double](repeating: -.infinity, count: items)
    }

    mutating func add(_ history: History, origin: Int64, horizon: Int64) {
      for index in 0..<history.count {
        let item = Int(history.items[index])
        let rating = Double(history.ratings[index])
        let time = history.timestamps[index]
        let day = Double(time - origin) / ItemStatistics.day
        counts[item] += 1
        ratings[item] += rating
        squares[item] += rating * rating
        liked[item] += rating >= 4 ? 1 : 0
        days[item] += day
        week[item] += horizon - time < 7 * 86_400 ? 1 : 0
        month[item] += horizon - time < 30 * 86_400 ? 1 : 0
        histories[item] += Double(history.count)
        first[item] = min(first[item], day)
        last[item] = max(last[item], day)
      }
    }

    func ratingDeviation(_ item: Int) -> Float {
      guard counts[item] >= 2 else { return .nan }
      let mean = ratings[item] / counts[item]
      return Float(max(0, squares[item] / counts[item] - mean * mean).squareRoot())
    }
  }
}
