import RankingCore

/// What one source says on one fold: z-scores over the catalogue for every user who has hidden items.
///
/// Written while it is made, by the one thread that has the user; never after.
final class FoldScores: @unchecked Sendable {
  private let storage: AlignedStorage<Float>
  private let items: Int

  init(_ source: any CandidateSource, fold: TuningFold, blocks: RowBlocks) {
    items = fold.problem.catalogue.itemCount
    storage = AlignedStorage(count: fold.users.count * items)
    let stage = RetrievalStage(
      sources: [source], fusion: FusionConfiguration(weights: [source.name: 1]), catalogueSize: items)
    blocks.forEach(fold.users.count, state: { RetrievalScratch(catalogueSize: items) }) { place, scratch in
      _ = stage.run(fold.query(place), deny: nil, limit: 0, scratch: scratch)
      scratch.sourceScores.standardize(0, into: self.storage.base + place * self.items)
    }
  }

  /// The scores of the user at `place` of the fold's users.
  func row(_ place: Int) -> UnsafePointer<Float> { UnsafePointer(storage.base + place * items) }
}
