package import RankingCore

/// Cuts training events into hidden and visible ones for the ranker's own training rows, the way the
/// official split cuts users: per user, at random, up to `holdout` events, never more than half.
///
/// Fold `k` hides the `k`-th stretch of each user's shuffled events; users with few events wrap around.
package struct InnerFolds {
  package let folds: Int
  package let holdout: Int
  package let seed: UInt64

  package init(folds: Int, holdout: Int, seed: UInt64) {
    self.folds = folds
    self.holdout = holdout
    self.seed = seed
  }

  package struct Fold {
    package var visible: [Interactions.Event]
    /// Dense items hidden from each user.
    package var hidden: [[Int32]]
  }

  package func cut(_ interactions: Interactions) -> [Fold] {
    var cut = (0..<folds).map { _ in
      Fold(visible: [], hidden: Array(repeating: [], count: interactions.userCount))
    }
    let events = interactions.events()
    for user in 0..<interactions.userCount {
      let range = Int(interactions.offsets.base[user])..<Int(interactions.offsets.base[user + 1])
      var random = SeededRandom(seed: seed, user)
      let shuffled = range.shuffled(using: &random)
      let share = min(holdout, shuffled.count / 2)
      for fold in cut.indices {
        let hidden = Set((0..<share).map { shuffled[(fold * share + $0) % shuffled.count] })
        cut[fold].hidden[user] = hidden.sorted().map { events[$0].item }
        cut[fold].visible += range.filter { !hidden.contains($0) }.map { events[$0] }
      }
    }
    return cut
  }
}
