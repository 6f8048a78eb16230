internal import NIOCore

extension ByteBuffer {
  /// Moves a small slice of large bytes to memory of its own, so that it does not keep the rest alive.
  mutating func compact() {
    guard storageCapacity > 2 * readableBytes + 1_024 else { return }
    var copy = ByteBufferAllocator().buffer(capacity: readableBytes)
    copy.writeImmutableBuffer(self)
    self = copy
  }
}
