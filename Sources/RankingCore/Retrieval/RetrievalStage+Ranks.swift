import CKernels

extension RetrievalStage {
  /// What source `index` adds to the item that it puts at `rank`, from 1.
  func share(_ index: Int, rank: Int) -> Float { weights[index] / (fusion.rankConstant + Float(rank)) }

  /// Calls `body` with the best `fusion.depth` items of source `index` that are not denied, and with what being there
  /// is worth; best first.
  func forEachRanked(
    _ index: Int, _ scores: SourceScores, deny: UnsafePointer<UInt64>?, _ selection: SelectionScratch,
    _ body: (_ item: Int, _ share: Float) -> Void
  ) {
    guard let (row, _) = scores.scores(index) else { return }
    let found = kernels.select(
      row, catalogueSize, deny, min(fusion.depth, catalogueSize), selection.work.base, selection.items.base,
      selection.scores.base)
    for place in 0..<found { body(Int(selection.items.base[place]), share(index, rank: place + 1)) }
  }
}
