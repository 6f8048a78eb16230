/// One model, ready to serve: immutable, shared by every event loop, freed (and unmapped) with its last holder.
package final class ModelSnapshot: Sendable {
  /// The bundle's version, named in every answer.
  package let version: String
  package let model: FunnelModel
  package let assembler: FeatureAssembler
  /// Retrieval over the sources that fusion names.
  package let retrieval: RetrievalStage
  /// Steps for users without history, most personal first.
  package let fallbacks: [Fallback]
  private let bins: FeatureAssembler.Bins?

  /// One step of the fallback chain.
  package struct Fallback: Sendable {
    package let servedBy: ServedBy
    package let source: any CandidateSource
  }

  package var catalogue: Catalogue { model.catalogue }
  package var tables: FeatureTables { model.tables }
  package var serving: ServingPolicy { model.serving }
  /// Whether stage 2 is there.
  package var ranks: Bool { bins != nil }

  /// Prepares `model`: lays out features, quantises item columns.
  ///
  /// - Throws: `BundleError.malformed` if the ranker's features are not the schema's, by name and order.
  package init(version: String, model: FunnelModel) throws(BundleError) {
    self.version = version
    self.model = model
    let size = model.catalogue.itemCount
    let fused = model.sources.map(\.source).filter { model.fusion.contains($0.name) }
    retrieval = RetrievalStage(sources: fused, fusion: model.fusion, catalogueSize: size)
    assembler = FeatureAssembler(
      groups: model.tables.groups(sources: fused.map(\.name)), catalogueSize: size)
    fallbacks = Self.fallbacks(model.sources)
    bins = try Self.bins(model.ranker, assembler)
  }

  private static func fallbacks(_ sources: [FunnelModel.FittedSource]) -> [Fallback] {
    let chain: [(SourceSpecification.Kind, ServedBy)] = [
      (.demographics, .demographics), (.trending, .trending), (.popularity, .popular),
    ]
    return chain.flatMap { kind, servedBy in
      sources.filter { $0.specification.kind == kind }
        .map { Fallback(servedBy: servedBy, source: $0.source) }
    }
  }

  private static func bins(
    _ ranker: RankerModel?, _ assembler: FeatureAssembler
  ) throws(BundleError) -> FeatureAssembler.Bins? {
    guard let ranker else { return nil }
    try FeatureSchema.check(ranker.featureNames, against: assembler.features.map(\.name))
    do {
      return assembler.bins(for: try QuantisedRanker(ranker))
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

  /// Candidates of one source that the user has not seen, best first; none if it knows nothing of the user.
  package func candidates(
    from source: any CandidateSource, for query: UserQuery, limit: Int, scratch: PipelineScratch
  ) -> CandidateBlock {
    denying(query.history, scratch) { denied in
      RetrievalStage.run(source, query, deny: denied, limit: limit, scratch: scratch.retrieval)
    }
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
    guard let bins else { return }
    let context = context(query, candidates, count: count, scratch: scratch)
    assembler.quantise(
      context, bins, into: scratch.bins.base, stride: scratch.stride, floats: scratch.floats)
    bins.ranker.score(
      bins: scratch.bins.base, stride: scratch.stride, count: count, into: scratch.rankerScores.base)
    guard serving.retrievalWeight != 0 else { return }
    let weight = Double(serving.retrievalWeight)
    for index in 0..<count {
      scratch.rankerScores.base[index] += weight * Double(candidates.scores[index])
    }
  }

  /// What the features of the first `count` candidates look at.
  package func context(
    _ query: UserQuery, _ candidates: CandidateBlock, count: Int, scratch: PipelineScratch
  ) -> FeatureContext {
    scratch.profile.update(query, tables)
    return FeatureContext(
      query: query, profile: scratch.profile,
      candidates: UnsafeBufferPointer(rebasing: candidates.items[..<count]),
      sources: scratch.retrieval.sourceScores)
  }
}
