/// Working memory of one event loop or thread for retrieval; never shared, never held across an `await`.
package final class RetrievalScratch {
  /// One float for each catalogue item.
  package let items: AlignedStorage<Float>
  /// Room for factors and small systems of equations; grows to the largest request.
  private var floats = AlignedStorage<Float>(count: 0)

  package init(catalogueSize: Int) {
    items = AlignedStorage(count: catalogueSize, repeating: 0)
  }

  /// `count` uninitialised floats, valid until the next call of this method.
  package func floats(_ count: Int) -> UnsafeMutablePointer<Float> {
    if floats.count < count { floats = AlignedStorage(count: count) }
    return floats.base
  }
}
