package import RankingCore

/// Trains the whole funnel: sources, the ranker on leakage-free rows, and the sources again on everything.
package struct FunnelTrainer: Sendable {
  package let configuration: FunnelConfiguration
  package let threads: Int
  /// Where long trainings save themselves, to be gone on with; nil: nowhere.
  package let checkpoints: CheckpointFolder?
  /// Changes the ranker's labels where it judged.
  package var teacher: TeacherScores?

  package init(configuration: FunnelConfiguration, threads: Int, checkpoints: CheckpointFolder? = nil) {
    self.configuration = configuration
    self.threads = threads
    self.checkpoints = checkpoints
  }

  /// Where training stands.
  package enum Step: Sendable {
    case rankerRows
    case ranker(TrainingProgress)
    case sources
  }

  /// The complete model of `interactions`.
  package func train(
    catalogue: Catalogue, interactions: Interactions, semantic: SemanticSignals?,
    progress: (Step) -> Void = { _ in }
  ) throws -> FunnelModel {
    progress(.rankerRows)
    var recipe = RankerRows(
      configuration: configuration, catalogue: catalogue, semantic: semantic, threads: threads,
      checkpoints: checkpoints)
    recipe.teacher = teacher
    let rows = try recipe.make(interactions)
    let ranker = try trainRanker(rows, progress)
    progress(.sources)
    var model = try retrievalModel(catalogue: catalogue, interactions: interactions, semantic: semantic)
    model.ranker = ranker
    return model
  }

  /// The ranker over `rows`, seeded by the funnel's seed.
  package func trainRanker(
    _ rows: TrainingMatrix, _ progress: (Step) -> Void = { _ in }
  ) throws -> RankerModel {
    var ranker = configuration.ranker
    ranker.seed &+= configuration.seed
    ranker.threads = threads
    return try GBDTTrainer(ranker).train(rows) {
      progress(.ranker($0))
      return true
    }
  }

  /// Stage 1 alone: sources fitted to `interactions`, no ranker.
  package func retrievalModel(
    catalogue: Catalogue, interactions: Interactions, semantic: SemanticSignals?
  ) throws(TrainingError) -> FunnelModel {
    let recipe = configuration.retrieval.seeded(configuration.seed)
    var sources = try recipe.train(
      interactions, items: catalogue.itemCount, demographics: catalogue.people,
      embeddings: semantic?.embeddings, threads: threads, checkpoints: checkpoints)
    if let semantic { sources.append(Self.semanticSource(semantic.embeddings, recipe.precision)) }
    return FunnelModel(
      catalogue: catalogue, interactions: interactions, sources: sources, fusion: recipe.fusion,
      semantic: semantic, ranker: nil, serving: configuration.serving,
      horizon: interactions.timestamps[row: 0].max() ?? 0)
  }

  /// Name of the source that `semanticSource` makes.
  static let semanticName = "semantic"

  /// Items whose text is close to the centre of the history's texts.
  static func semanticSource(
    _ embeddings: Matrix<Float>, _ precision: ServingPrecision
  ) -> any StorableSource {
    ProjectedSource(
      name: semanticName, weight: .uniform, projection: embeddings, items: embeddings, precision: precision)
  }
}
