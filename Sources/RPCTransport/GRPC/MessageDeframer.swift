package import NIOCore

/// Cuts a body into gRPC messages: one flag byte, four bytes of length (big endian), the message.
///
/// The prefix is checked before a byte of the message is kept. A message that lies whole in the bytes given is
/// a slice of them, not a copy.
package struct MessageDeframer {
  package enum Output {
    case message(ByteBuffer)
    /// A message whose compressed flag is set, still compressed.
    case compressed(ByteBuffer)
    /// All bytes are used; `isIncomplete` says whether part of a message is awaited.
    case needsMore
    case failed(RPCStatus)
  }

  private let limit: Int
  private let compression: Bool
  private var prefix: UInt64 = 0
  private var prefixCount = 0
  private var length = 0
  private var isCompressed = false
  private var partial: ByteBuffer?

  /// `compression`: the call named an encoding, so that a flag of 1 has a meaning.
  package init(limit: Int, compression: Bool = false) {
    self.limit = limit
    self.compression = compression
  }

  /// Part of a message, or of its prefix, is waiting for the rest.
  package var isIncomplete: Bool { prefixCount > 0 }

  /// Bytes of the unfinished message held here.
  package var bufferedBytes: Int { partial?.readableBytes ?? 0 }

  /// Lets go of the unfinished message: nothing more is asked of this deframer.
  package mutating func discard() { partial = nil }

  /// The next message in `input`, whose reader moves over what was used.
  package mutating func next(_ input: inout ByteBuffer) -> Output {
    if prefixCount < 5, let failure = readPrefix(&input) { return .failed(failure) }
    guard prefixCount == 5 else { return .needsMore }
    if partial == nil, let whole = input.readSlice(length: length) {
      prefixCount = 0
      return isCompressed ? .compressed(whole) : .message(whole)
    }
    return keep(&input)
  }

  private mutating func readPrefix(_ input: inout ByteBuffer) -> RPCStatus? {
    if prefixCount == 0, let flag = input.getInteger(at: input.readerIndex, as: UInt8.self),
      let size = input.getInteger(at: input.readerIndex + 1, as: UInt32.self)
    {
      input.moveReaderIndex(forwardBy: 5)
      prefixCount = 5
      return accept(flag: flag, size: Int(size))
    }
    while prefixCount < 5, let byte = input.readInteger(as: UInt8.self) {
      prefix = prefix << 8 | UInt64(byte)
      prefixCount += 1
    }
    guard prefixCount == 5 else { return nil }
    let flag = UInt8(truncatingIfNeeded: prefix >> 32)
    let size = Int(prefix & 0xFFFF_FFFF)
    prefix = 0
    return accept(flag: flag, size: size)
  }

  private mutating func accept(flag: UInt8, size: Int) -> RPCStatus? {
    guard flag <= 1 else { return RPCStatus(.internal, "message flag: 0 or 1, got \(flag)") }
    guard flag == 0 || compression else {
      return RPCStatus(.internal, "compressed message without grpc-encoding")
    }
    guard size <= limit else {
      return RPCStatus(.resourceExhausted, "received message bytes: max \(limit), got \(size)")
    }
    length = size
    isCompressed = flag == 1
    return nil
  }

  private mutating func keep(_ input: inout ByteBuffer) -> Output {
    var held = partial ?? ByteBuffer()
    partial = nil
    let missing = length - held.readableBytes
    if var piece = input.readSlice(length: min(missing, input.readableBytes)) { held.writeBuffer(&piece) }
    if held.readableBytes == length {
      prefixCount = 0
      return isCompressed ? .compressed(held) : .message(held)
    }
    partial = held
    return .needsMore
  }
}
