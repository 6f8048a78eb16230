/// One model, ready to serve: immutable, shared by every event loop, freed (and unmapped) with its last holder.
package final class ModelSnapshot: Sendable {
  /// The bundle's version, named in every answer.
  package let version: String
  package let model: FunnelModel
  package let tables: FeatureTables
  package let assembler: FeatureAssembler
  /// Retrieval over the sources that fusion names.
  package let retrieval: RetrievalStage
  /// The sources for users without history; each answers alone.
  package let fallback: RetrievalStage
  /// How scores and features were distributed when the bundle was made.
  package let histograms: [ReferenceHistogram]
  private let fallbackSteps: [ServedBy]
  private let bins: FeatureAssembler.Bins?
  /// The ranker where it is beyond the byte path: `bins` is nil then.
  private let reference: ReferenceScorer?

  package var catalogue: Catalogue { model.catalogue }
  package var serving: ServingPolicy { model.serving }
  /// Whether stage 2 is there.
  package var ranks: Bool { bins != nil || reference != nil }

  /// Whether any of the ranker's trees reads feature `feature` of the schema.
  package func uses(feature: Int) -> Bool {
    guard let ranker = model.ranker else { return false }
    return !ranker.floatFeatures[feature].borders.isEmpty
  }

  /// Prepares `model`: lays out features, quantises item columns.
  ///
  /// - Throws: `BundleError.malformed` if the ranker's features are not the schema's, by name and order, or if the
  ///   serving policy asks for signals that are not there.
  package init(
    version: String, model: FunnelModel, histograms: [ReferenceHistogram] = []
  ) throws(BundleError) {
    try model.serving.check(model.semantic)
    self.histograms = histograms
    self.version = version
    self.model = model
    let size = model.catalogue.itemCount
    retrieval = RetrievalStage(sources: model.fusedSources, fusion: model.fusion, catalogueSize: size)
    let chain = model.fallbackSources
    fallback = RetrievalStage(
      sources: chain.map(\.source),
      fusion: FusionConfiguration(weights: [:], fallback: chain.map(\.source.name)), catalogueSize: size)
    fallbackSteps = chain.map(\.servedBy)
    tables = FeatureTables(
      catalogue: model.catalogue, interactions: model.interactions, semantic: model.semantic)
    assembler = FeatureAssembler(
      groups: tables.groups(
        sources: model.fusedSources.map(\.name), semantic: model.serving.semanticFeatures ?? []),
      catalogueSize: size)
    bins = try Self.bins(model.ranker, assembler)
    reference = bins == nil ? model.ranker.map { ReferenceScorer($0) } : nil
  }

  /// What the byte path needs; nil without a ranker, and for one that only the slow scorer takes.
  private static func bins(
    _ ranker: RankerModel?, _ assembler: FeatureAssembler
  ) throws(BundleError) -> FeatureAssembler.Bins? {
    guard let ranker else { return nil }
    try FeatureSchema.check(ranker, against: assembler.features)
    do {
      return assembler.bins(for: try QuantisedRanker(ranker, sharedFeatures: assembler.sharedFeatures))
    } catch  where error.code == .limitExceeded && ranker.dimension == 1 {
      return nil
    } catch {
      throw BundleError(.malformed, file: "ranker.json", "\(error)")
    }
  }

  /// Who asks, for dense user `user`; nil is unknown.
  package func query(user: Int?) -> UserQuery {
    guard let user else {
      return UserQuery(user: nil, history: .empty, demographics: .unknown, asOf: model.horizon)
    }
    return UserQuery(
      user: user, history: model.interactions.history(of: user),
      demographics: catalogue.demographics(of: user), asOf: model.horizon)
  }

  /// Fused candidates that the user has not seen, best first.
  package func candidates(
    for query: UserQuery, limit: Int, scratch: PipelineScratch
  ) -> CandidateBlock {
    denying(query.history, scratch) { denied in
      retrieval.run(query, deny: denied, limit: limit, scratch: scratch.retrieval)
    }
  }

  /// Candidates of one fused source alone, that the user has not seen, best first; nil if there is no such source.
  package func candidates(
    ofSource name: String, for query: UserQuery, limit: Int, scratch: PipelineScratch
  ) -> CandidateBlock? {
    guard let source = model.fusedSources.first(where: { $0.name == name }) else { return nil }
    let alone = RetrievalStage(
      sources: [source], fusion: FusionConfiguration(weights: [name: 1]),
      catalogueSize: catalogue.itemCount)
    return denying(query.history, scratch) { denied in
      alone.run(query, deny: denied, limit: limit, scratch: scratch.retrieval)
    }
  }

  /// The answer of the first fallback source that knows anything, for a user without history.
  func fallbackCandidates(
    for query: UserQuery, limit: Int, scratch: PipelineScratch
  ) -> (candidates: CandidateBlock, servedBy: ServedBy) {
    scratch.clock.firstSource = retrieval.sources.count
    let candidates = fallback.run(
      query, deny: UnsafePointer(scratch.denied.base), limit: limit, scratch: scratch.retrieval)
    guard case .fallback(let source) = candidates.step else { return (candidates, .popular) }
    return (candidates, fallbackSteps[source])
  }

  /// Sets the bits of the history for the length of `body`.
  private func denying(
    _ history: History, _ scratch: PipelineScratch, _ body: (UnsafePointer<UInt64>) -> CandidateBlock
  ) -> CandidateBlock {
    for item in history.items { scratch.denied.base[Int(item) >> 6] |= 1 << UInt64(item & 63) }
    let result = body(UnsafePointer(scratch.denied.base))
    for item in history.items { scratch.denied.base[Int(item) >> 6] = 0 }
    return result
  }

  /// Writes the stage-2 scores of the first `count` candidates to `scratch.rankerScores`.
  func rerank(
    _ query: UserQuery, _ candidates: CandidateBlock, count: Int, scratch: PipelineScratch
  ) {
    let context = context(query, candidates, count: count, scratch: scratch)
    if let bins {
      let bytes = self.bins(context, scratch: scratch)
      scratch.clock.end(.features)
      bins.ranker.score(bins: bytes, stride: scratch.stride, count: count, into: scratch.rankerScores.base)
    } else if let reference {
      assembler.fill(context, into: scratch.floats)
      scratch.clock.end(.features)
      reference.score(scratch.floats, count: count, into: scratch.rankerScores.base)
    } else {
      return
    }
    defer { scratch.clock.end(.ranking) }
    guard serving.retrievalWeight != 0 else { return }
    let weight = Double(serving.retrievalWeight)
    for index in 0..<count {
      scratch.rankerScores.base[index] += weight * Double(candidates.scores[index])
    }
  }

  /// The bytes that serving ranks `context`'s candidates by: feature `f`, candidate `c` at `f * scratch.stride + c`.
  package func bins(_ context: FeatureContext, scratch: PipelineScratch) -> UnsafePointer<UInt8> {
    if let bins {
      assembler.quantise(
        context, bins, into: scratch.bins.base, stride: scratch.stride, floats: scratch.floats)
    }
    return UnsafePointer(scratch.bins.base)
  }

  /// What the features of the first `count` candidates look at.
  package func context(
    _ query: UserQuery, _ candidates: CandidateBlock, count: Int, scratch: PipelineScratch
  ) -> FeatureContext {
    scratch.profile.update(query, tables)
    return FeatureContext(
      query: query, profile: scratch.profile,
      candidates: UnsafeBufferPointer(rebasing: candidates.items[..<count]),
      scratch: scratch.retrieval)
  }
}
