internal import Foundation
package import RankingCore

/// Chooses the number of clusters by what they foretell of interactions that were hidden from them.
///
/// A user's next item is taken to be p(item) times lift(cluster of the item): the share of the cluster in the user's
/// visible history over everybody's, smoothed towards 1 by the number of interactions that suits the clustering best.
/// The figure of a clustering is the mean over hidden interactions of log lift: nats gained over popularity alone. Too
/// few clusters tell users hardly apart, too many are met too seldom. The same on any number of threads.
package struct ClusterSearch: Sendable {
  /// All but the number of clusters.
  package let recipe: SemanticRecipe
  package let folds: InnerFolds
  package let threads: Int

  /// Interactions that may pull a user's shares towards everybody's.
  private static let smoothings: [Double] = [10, 20, 40, 80, 160, 320]

  package init(recipe: SemanticRecipe, folds: InnerFolds, threads: Int) {
    self.recipe = recipe
    self.folds = folds
    self.threads = threads
  }

  /// A number of clusters and its figure on each fold, under the smoothing that suits it best.
  package struct Figure: Sendable, Hashable {
    package let clusters: Int
    package let smoothing: Double
    package let folds: [Double]

    package init(clusters: Int, smoothing: Double, folds: [Double]) {
      self.clusters = clusters
      self.smoothing = smoothing
      self.folds = folds
    }

    package var mean: Double { folds.reduce(0, +) / Double(max(1, folds.count)) }
  }

  /// The figures of `choices`, in order; `interactions` are those that training may see.
  package func run(
    _ choices: [Int], embeddings: Matrix<Float>, interactions: Interactions
  ) throws -> [Figure] {
    let cut = folds.cut(interactions)
    return try choices.map { count in
      var recipe = recipe
      recipe.clusters = count
      let clusters = try recipe.fit(embeddings, threads: threads).clusters.flattened()
      return Self.figure(count, clusters, cut, users: interactions.userCount)
    }
  }

  private static func figure(
    _ count: Int, _ clusters: [Int32], _ folds: [InnerFolds.Fold], users: Int
  ) -> Figure {
    let gains = folds.map { Self.gains(clusters, $0, users: users) }
    let figures = smoothings.indices.map { place in
      Figure(clusters: count, smoothing: smoothings[place], folds: gains.map { $0[place] })
    }
    return figures.reduce(figures[0]) { $1.mean > $0.mean ? $1 : $0 }
  }

  /// The figure with the largest mean, of equal ones that of fewer clusters; nil of none.
  package static func best(_ figures: [Figure]) -> Figure? {
    figures.max { ($0.mean, $1.clusters) < ($1.mean, $0.clusters) }
  }

  /// Mean log lift of the hidden interactions under each smoothing; 0 without any.
  private static func gains(_ clusters: [Int32], _ fold: InnerFolds.Fold, users: Int) -> [Double] {
    let visible = Interactions(users: users, events: fold.visible)
    let total = Double(max(1, fold.visible.count))
    var shares = [Double](repeating: 0, count: Int(clusters.max() ?? 0) + 1)
    for event in fold.visible { shares[Int(clusters[Int(event.item)])] += 1 / total }
    var (sums, count) = (smoothings.map { _ in 0.0 }, 0)
    for user in 0..<users where !fold.hidden[user].isEmpty {
      let history = visible.history(of: user)
      var own = [Double](repeating: 0, count: shares.count)
      for item in history.items { own[Int(clusters[Int(item)])] += 1 }
      for item in fold.hidden[user] {
        let cluster = Int(clusters[Int(item)])
        let met = own[cluster] > 0 ? own[cluster] / shares[cluster] : 0
        for (place, smoothing) in smoothings.enumerated() {
          sums[place] += log((met + smoothing) / (Double(history.count) + smoothing))
        }
        count += 1
      }
    }
    return sums.map { count > 0 ? $0 / Double(count) : 0 }
  }
}
