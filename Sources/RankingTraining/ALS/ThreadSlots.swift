/// Results of threads that each write their own places (`RowBlocks`).
final class ThreadSlots<Element: Sendable>: @unchecked Sendable {
  private let storage: UnsafeMutableBufferPointer<Element>

  init(count: Int, empty: Element) {
    storage = .allocate(capacity: count)
    storage.initialize(repeating: empty)
  }

  deinit {
    storage.deinitialize()
    storage.deallocate()
  }

  /// Only one thread may set a place.
  func set(_ index: Int, _ element: Element) { storage[index] = element }

  /// All of them, once every thread is done.
  var all: [Element] { Array(storage) }
}
