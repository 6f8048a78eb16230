/// How a search for a retrieval recipe goes. Everything here decides the result; threads do not.
package struct TuningOptions: Codable, Sendable, Hashable {
  package var seed: UInt64
  /// Folds that hide random rows of each user, like the official split.
  package var randomFolds: Int
  /// Whether one more fold hides each user's last rows.
  package var temporalFold: Bool
  /// Rows of each user that a fold hides, at most half.
  package var hiding: Int
  /// What is maximised: the mean over folds of ndcg@10 + recallWeight * recall@100.
  package var recallWeight: Double
  /// Sources whose trainers stay as they are; their fusion weights are searched all the same.
  package var fixed: [String]

  package init(
    seed: UInt64 = 1, randomFolds: Int = 3, temporalFold: Bool = true, hiding: Int = 10,
    recallWeight: Double = 0.3, fixed: [String] = []
  ) {
    self.seed = seed
    self.randomFolds = randomFolds
    self.temporalFold = temporalFold
    self.hiding = hiding
    self.recallWeight = recallWeight
    self.fixed = fixed.sorted()
  }

  /// - Throws: when a number is out of its range, or `fixed` names no source of `recipe`.
  func check(_ recipe: RetrievalRecipe) throws(TrainingError) {
    let names = recipe.sources.map(\.name)
    if let unknown = fixed.first(where: { !names.contains($0) }) {
      throw TrainingError(
        .configuration, "fixed names \"\(unknown)\", the sources are \(names.joined(separator: ", "))")
    }
    guard recallWeight.isFinite, recallWeight >= 0 else {
      throw TrainingError(.configuration, "recallWeight must be >= 0, got \(recallWeight)")
    }
  }

  /// The folds of `data`, random ones first.
  func folds(_ data: TuningDataset) throws(DatasetError) -> [EvaluationProblem] {
    guard (1...1_000_000).contains(hiding), (0...1000).contains(randomFolds) else {
      throw DatasetError(
        .badSplit, file: "tune",
        "hides 1 to 1000000 rows of each user in 0 to 1000 random folds, got \(hiding) in \(randomFolds)")
    }
    var folds = (0..<UInt64(randomFolds)).map { fold in
      data.randomFold(seed: seed &* 1_000_003 &+ fold, hiding: hiding)
    }
    if temporalFold { folds.append(try data.lastFold(hiding: hiding)) }
    guard !folds.isEmpty else {
      throw DatasetError(.badSplit, file: "tune", "needs at least one fold, random or temporal")
    }
    return folds
  }
}
