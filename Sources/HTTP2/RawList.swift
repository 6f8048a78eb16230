/// A growable array of trivial values for the hot path: owned by hand, no reference counting, no bounds traps
/// of its own beyond the preconditions of its users. `destroy` frees it.
struct RawList<Element: BitwiseCopyable> {
  private(set) var base: UnsafeMutablePointer<Element>
  private(set) var count = 0
  private var capacity: Int

  init(capacity: Int) {
    base = .allocate(capacity: capacity)
    self.capacity = capacity
  }

  func destroy() { base.deallocate() }

  @inline(__always)
  mutating func append(_ element: Element) {
    if count == capacity { grow(to: count + 1) }
    (base + count).initialize(to: element)
    count += 1
  }

  @inline(__always)
  mutating func append(contentsOf source: UnsafePointer<Element>, count extra: Int) {
    if count + extra > capacity { grow(to: count + extra) }
    (base + count).update(from: source, count: extra)
    count += extra
  }

  @inline(__always)
  mutating func removeAll() { count = 0 }

  /// Moves what follows the first `extra` elements, at most `count`, to the front.
  mutating func removeFirst(_ extra: Int) {
    guard extra > 0, extra <= count else { return }
    base.update(from: base + extra, count: count - extra)
    count -= extra
  }

  mutating func popLast() -> Element? {
    guard count > 0 else { return nil }
    count -= 1
    return base[count]
  }

  var buffer: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: base, count: count) }

  private mutating func grow(to needed: Int) {
    capacity = max(capacity * 2, needed)
    let wider = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    wider.moveInitialize(from: base, count: count)
    base.deallocate()
    base = wider
  }
}
