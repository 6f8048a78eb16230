import RankingCore

/// What one source says on one fold, for every user who has hidden items: what it adds to an item's fused score at
/// weight 1. That is its z-score over the catalogue, or, where ranks are fused, its share for the item's rank among
/// those that the user has not seen.
///
/// Written while it is made, by the one thread that has the user; never after.
final class FoldScores: @unchecked Sendable {
  private let storage: AlignedStorage<Float>
  private let items: Int

  init(
    _ source: any CandidateSource, fusion: FusionConfiguration, fold: TuningFold, blocks: RowBlocks
  ) {
    items = fold.problem.catalogue.itemCount
    storage = AlignedStorage(count: fold.users.count * items)
    var alone = fusion
    alone.weights = [source.name: 1]
    alone.fallback = []
    let stage = RetrievalStage(sources: [source], fusion: alone, catalogueSize: items)
    blocks.forEach(fold.users.count, state: { RetrievalScratch(catalogueSize: items) }) { place, scratch in
      let query = fold.query(place)
      let seen = DenyList(query.history, items: items)
      _ = stage.run(query, deny: seen.words, limit: 0, scratch: scratch)
      let row = self.storage.base + place * self.items
      switch fusion.method {
      case .standardScores: scratch.sourceScores.standardize(0, into: row)
      case .reciprocalRank: row.update(from: scratch.fused.base, count: items)
      }
    }
  }

  /// The scores of the user at `place` of the fold's users.
  func row(_ place: Int) -> UnsafePointer<Float> { UnsafePointer(storage.base + place * items) }
}
