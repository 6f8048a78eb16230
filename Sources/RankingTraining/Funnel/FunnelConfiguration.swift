package import RankingCore

/// Everything that decides what a bundle contains, beside the data: one JSON file.
package struct FunnelConfiguration: Codable, Sendable, Hashable {
  /// First part of the bundle's version.
  package var name: String
  package var retrieval: RetrievalRecipe
  package var serving: ServingPolicy
  package var semantic: SemanticRecipe
  package var rankerRows: RankerRowsRecipe
  package var ranker: GBDTConfiguration
  package var seed: UInt64

  package init(
    name: String, retrieval: RetrievalRecipe, serving: ServingPolicy, semantic: SemanticRecipe,
    rankerRows: RankerRowsRecipe, ranker: GBDTConfiguration, seed: UInt64
  ) {
    self.name = name
    self.retrieval = retrieval
    self.serving = serving
    self.semantic = semantic
    self.rankerRows = rankerRows
    self.ranker = ranker
    self.seed = seed
  }

  /// How the ranker's training rows are made (`InnerFolds`).
  package struct RankerRowsRecipe: Codable, Sendable, Hashable {
    package var folds: Int
    package var holdout: Int

    package init(folds: Int, holdout: Int) {
      self.folds = folds
      self.holdout = holdout
    }
  }
}
