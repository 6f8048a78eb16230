/// Uninitialised memory on a 64-byte boundary, freed with the object.
package final class AlignedStorage<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  package let base: UnsafeMutablePointer<Element>
  package let count: Int

  package init(count: Int) {
    let bytes = max(1, count * MemoryLayout<Element>.stride)
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    base = raw.bindMemory(to: Element.self, capacity: max(1, count))
    self.count = count
  }

  package convenience init(count: Int, repeating value: Element) {
    self.init(count: count)
    base.initialize(repeating: value, count: count)
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }

  package var buffer: UnsafeMutableBufferPointer<Element> {
    UnsafeMutableBufferPointer(start: base, count: count)
  }
}
