package import NIOCore

extension ByteBuffer {
  /// Few bytes that keep many alive: a small slice of large memory.
  var isLoose: Bool { storageCapacity > 2 * readableBytes + 1_024 }

  /// Moves a small slice of large bytes to memory of its own, so that it does not keep the rest alive.
  package mutating func compact() {
    guard isLoose else { return }
    var copy = ByteBufferAllocator().buffer(capacity: readableBytes)
    copy.writeImmutableBuffer(self)
    self = copy
  }
}
