/// Working memory of a threshold selection over the catalogue.
final class SelectionScratch {
  /// Chosen items, best first.
  let items: AlignedStorage<Int32>
  /// Their scores.
  let scores: AlignedStorage<Float>
  /// As the kernel wants it: 5 * (n + 32) integers.
  let work: AlignedStorage<Int32>

  init(catalogueSize: Int) {
    items = AlignedStorage(count: catalogueSize)
    scores = AlignedStorage(count: catalogueSize)
    work = AlignedStorage(count: 5 * (catalogueSize + 32))
  }
}
