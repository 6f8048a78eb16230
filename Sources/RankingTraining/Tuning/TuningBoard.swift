import RankingCore

/// A recipe with what its weighted sources say on every fold.
struct TuningBoard {
  private(set) var recipe: RetrievalRecipe
  private let folds: [TuningFold]
  private let items: Int
  private let demographics: [Demographics]
  private let options: TuningOptions
  private let blocks: RowBlocks
  /// By source and fold; sources that fusion does not weigh have none.
  private var scores: [String: [FoldScores]] = [:]

  init(
    _ recipe: RetrievalRecipe, folds: [TuningFold], items: Int, demographics: [Demographics],
    options: TuningOptions, threads: Int
  ) throws(TrainingError) {
    self.recipe = recipe
    self.folds = folds
    self.items = items
    self.demographics = demographics
    self.options = options
    blocks = RowBlocks(threads: threads)
    for source in recipe.sources where recipe.fusion.weights[source.name] != nil {
      scores[source.name] = try train(source)
    }
  }

  /// The same with one source's numbers moved, drawn from `random`; nil without a source to tune.
  func neighbour(_ random: inout SplitMix64) throws(TrainingError) -> TuningBoard? {
    let tunable = recipe.sources.indices.filter { index in
      var probe = random
      let name = recipe.sources[index].name
      return scores[name] != nil && !options.fixed.contains(name)
        && recipe.sources[index].trainer.neighbour(&probe) != nil
    }
    guard !tunable.isEmpty else { return nil }
    let index = tunable[random.below(tunable.count)]
    guard let trainer = recipe.sources[index].trainer.neighbour(&random) else { return nil }
    var copy = self
    copy.recipe.sources[index].trainer = trainer
    copy.scores[copy.recipe.sources[index].name] = try train(copy.recipe.sources[index])
    return copy
  }

  private func train(_ source: RetrievalRecipe.Source) throws(TrainingError) -> [FoldScores]? {
    var trained: [FoldScores] = []
    for fold in folds {
      let input = TrainingInput(
        interactions: fold.interactions, items: items, demographics: demographics,
        precision: recipe.precision,
        threads: blocks.threads, checkpoints: nil)
      guard let model = try source.train(input) else { return nil }
      trained.append(FoldScores(model, fusion: recipe.fusion, fold: fold, blocks: blocks))
    }
    return trained
  }

  mutating func accept(_ weights: [String: Float]) { recipe.fusion.weights.merge(weights) { $1 } }

  /// Coordinate search from the recipe's weights, each step in turn, two rounds a step.
  func searchWeights(steps: [Float]) -> (weights: [String: Float], objective: Double) {
    var best = recipe.fusion.weights.filter { scores[$0.key] != nil }
    var objective = objective(best)
    let names = best.keys.sorted()
    for step in steps + steps {
      for name in names {
        for change in [step, -step] {
          var weights = best
          weights[name] = ((best[name, default: 0] + change) * 1000).rounded() / 1000
          let value = self.objective(weights)
          if value > objective + 1e-6 {
            (best, objective) = (weights, value)
            break
          }
        }
      }
    }
    return (best, objective)
  }

  private func objective(_ weights: [String: Float]) -> Double {
    metrics(weights).reduce(0) { $0 + $1[.ndcg10] + options.recallWeight * $1[.recall100] }
      / Double(folds.count)
  }

  private func metrics(_ weights: [String: Float]) -> [UserMetrics] {
    folds.indices.map { fold in
      let weighted = weights.sorted { $0.key < $1.key }.compactMap { name, weight in
        weight == 0 ? nil : scores[name].map { (weight: weight, scores: $0[fold]) }
      }
      return folds[fold].figures(weighted, blocks: blocks)
    }
  }

  /// Under the recipe's own weights.
  func figures() -> [TuningState.Figures] {
    zip(folds, metrics(recipe.fusion.weights)).map { fold, metrics in
      TuningState.Figures(
        fold: fold.problem.name, ndcg10: metrics[.ndcg10], recall100: metrics[.recall100],
        recall200: metrics[.recall200])
    }
  }
}
