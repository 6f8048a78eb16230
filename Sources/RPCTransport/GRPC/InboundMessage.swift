package import NIOCore

/// A message as it came, with the flag of its prefix.
package struct InboundMessage {
  package var bytes: ByteBuffer
  package var isCompressed: Bool

  package init(bytes: ByteBuffer, isCompressed: Bool) {
    self.bytes = bytes
    self.isCompressed = isCompressed
  }
}
