package import RankingCore

extension RetrievalRecipe {
  /// Trains every source, in order, if all of them can be.
  ///
  /// - Parameters:
  ///   - demographics: one for each user, or empty when the data have none: sources that need them are then
  ///     left out.
  ///   - embeddings: [items, dimension] of the items' texts; nil: sources that need them are left out.
  ///   - checkpoints: where long factorisations save themselves, to be gone on with.
  package func train(
    _ interactions: Interactions, items: Int, demographics: [Demographics],
    embeddings: Matrix<Float>? = nil, threads: Int, checkpoints: CheckpointFolder? = nil,
    progress: (_ source: String) -> Void = { _ in }
  ) throws(TrainingError) -> [any StorableSource] {
    try check(items: items)
    var trained: [any StorableSource] = []
    for source in sources {
      progress(source.name)
      let data = TrainingInput(
        interactions: interactions, items: items, demographics: demographics, precision: precision,
        threads: threads, checkpoints: checkpoints, embeddings: embeddings, trained: trained)
      if let model = try source.train(data) { trained.append(model) }
    }
    return trained
  }
}

/// What a recipe's trainers see.
struct TrainingInput {
  let interactions: Interactions
  let items: Int
  let demographics: [Demographics]
  let precision: ServingPrecision
  let threads: Int
  let checkpoints: CheckpointFolder?
  var embeddings: Matrix<Float>?
  /// The sources before this one.
  var trained: [any StorableSource] = []

  /// Dense items with interactions, ascending.
  var met: [Int] { Set(interactions.items[row: 0]).map { Int($0) }.sorted() }
}

extension RetrievalRecipe.Source {
  func train(_ input: TrainingInput) throws(TrainingError) -> (any StorableSource)? {
    let (data, items, threads) = (input.interactions, input.items, input.threads)
    switch trainer {
    case .als(let configuration):
      return try factorise(configuration, input).source(
        name: name, configuration: configuration, precision: input.precision)
    case .ease(let configuration):
      let model = try finite(EASETrainer(configuration, threads: threads).train(data, items: items))
      return ItemModelSource(
        name: name, weight: configuration.scaling.weight, model: model, precision: input.precision)
    case .svd(let configuration):
      let model = try SVDTrainer(configuration, threads: threads).train(data, items: items)
      return ProjectedSource(
        name: name, weight: configuration.scaling.weight, projection: try finite(model.projection),
        items: try finite(model.items), precision: input.precision)
    case .neighbours(let configuration):
      let model = try finite(NeighbourTrainer(configuration, threads: threads).train(data, items: items))
      return ItemModelSource(name: name, weight: .uniform, model: model, precision: input.precision)
    case .popularity: return PopularityTrainer(name: name).train(data, items: items)
    case .trending(let configuration):
      return try TrendingTrainer(configuration, name: name).train(data, items: items)
    case .demographics(let smoothing):
      guard !input.demographics.isEmpty else { return nil }
      return try DemographicsTrainer(name: name, smoothing: smoothing)
        .train(data, items: items, demographics: input.demographics)
    case .closestText: return input.embeddings.map { SemanticSource(name: name, embeddings: $0) }
    case .projectedFactors(let configuration):
      guard let embeddings = input.embeddings else { return nil }
      guard let factors = input.trained.first(where: { $0.name == configuration.of }) else {
        throw TrainingError(.configuration, "\(name): no source \"\(configuration.of)\" before it")
      }
      return try FactorProjection(configuration).train(
        name: name, source: factors, embeddings: embeddings, met: input.met)
    }
  }

  /// `matrix` as it is: what goes into a source is checked here, since 8-bit rows have no place for NaN.
  private func finite(_ matrix: Matrix<Float>) throws(TrainingError) -> Matrix<Float> {
    guard let (row, column) = matrix.firstNonFinite() else { return matrix }
    throw TrainingError(
      .notFinite, "source \(name): row \(row), column \(column) of what was trained is not finite")
  }

  /// Says how it goes where that takes long.
  private func factorise(
    _ configuration: ALSConfiguration, _ input: TrainingInput
  ) throws(TrainingError) -> Factors {
    let rows = SparseRows(input.interactions, items: input.items, confidence: configuration)
    let checkpoint = try input.checkpoints.map { (folder) throws(TrainingError) in
      let digest = try ALSCheckpoint.digest(configuration, rows, initial: nil)
      return ALSCheckpointing(path: folder.file(name, digest: digest))
    }
    return try ALSTrainer(configuration, threads: input.threads).train(rows, checkpoint: checkpoint) {
      step, _ in
      if input.checkpoints != nil && step.isWorthALine(entries: rows.entryCount) {
        ProgressReporter.note("\(name): \(step.line(of: configuration.iterations))")
      }
    }
  }
}
