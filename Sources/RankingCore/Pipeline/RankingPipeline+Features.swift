extension RankingPipeline {
  /// Writes the ranker's features of `items`, feature `f` of item `i` at `columns[f][i]`: those of `request`, the
  /// last one answered personally with `scratch`.
  package func features(
    of items: UnsafeBufferPointer<Int32>, _ request: RankingRequest, into columns: FeatureColumns,
    scratch: PipelineScratch
  ) {
    features(of: items, user: snapshot.catalogue.user(request.user), into: columns, scratch: scratch)
  }

  /// As `features(of:_:into:scratch:)`, for a dense user index.
  package func features(
    of items: UnsafeBufferPointer<Int32>, user: Int?, into columns: FeatureColumns, scratch: PipelineScratch
  ) {
    let query = snapshot.query(user: user)
    scratch.profile.update(query, snapshot.tables)
    snapshot.assembler.fill(
      FeatureContext(
        query: query, profile: scratch.profile, candidates: items, scratch: scratch.retrieval),
      into: columns)
  }
}
