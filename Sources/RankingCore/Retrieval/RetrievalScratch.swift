/// Working memory of one event loop or thread for retrieval; never shared, never held across an `await`.
package final class RetrievalScratch {
  /// How many items the catalogue has.
  package let catalogueSize: Int
  /// One float for each catalogue item.
  package let items: AlignedStorage<Float>
  /// What each source said in the last run of a `RetrievalStage`.
  package private(set) var sourceScores: SourceScores
  /// The fused score of each catalogue item in the last run.
  package let fused: AlignedStorage<Float>
  let selection: SelectionScratch
  /// Runs for the requests that are timed.
  package let clock = StageClock()
  /// One weight for each entry of a history; grows.
  private var weights = AlignedStorage<Float>(count: 0)
  /// Room for factors and small systems of equations; grows to the largest request.
  private var floats = AlignedStorage<Float>(count: 0)
  /// A vector rounded to 8 bits; grows to the longest.
  private var integers = AlignedStorage<Int8>(count: 0)

  package init(catalogueSize: Int) {
    self.catalogueSize = catalogueSize
    items = AlignedStorage(count: catalogueSize, repeating: 0)
    fused = AlignedStorage(count: catalogueSize, repeating: 0)
    selection = SelectionScratch(catalogueSize: catalogueSize)
    sourceScores = SourceScores(sources: 0, catalogueSize: catalogueSize)
  }

  /// `count` uninitialised floats, valid until the next call of this method.
  package func floats(_ count: Int) -> UnsafeMutablePointer<Float> {
    if floats.count < count { floats = AlignedStorage(count: count) }
    return floats.base
  }

  /// `count` uninitialised integers, valid until the next call of this method.
  func integers(_ count: Int) -> UnsafeMutablePointer<Int8> {
    if integers.count < count { integers = AlignedStorage(count: count) }
    return integers.base
  }

  /// `count` uninitialised floats apart from `floats`, valid until the next call of this method.
  func weights(_ count: Int) -> UnsafeMutablePointer<Float> {
    if weights.count < count { weights = AlignedStorage(count: count) }
    return weights.base
  }

  /// Score rows for `sources` sources; what they hold is the last run's.
  func prepareSourceScores(_ sources: Int) -> SourceScores {
    if sourceScores.count != sources {
      sourceScores = SourceScores(sources: sources, catalogueSize: catalogueSize)
    }
    return sourceScores
  }
}
