import NIOCore
import RPCTransport

/// The first byte says how many bytes a read brings and whether there is compression. However they are cut, the messages are the same.
func fuzzDeframer(_ bytes: UnsafeBufferPointer<UInt8>) {
  guard let step = bytes.first else { return }
  let body = Array(bytes.dropFirst())
  let isCompressed = step & 1 == 1
  let whole = messages(body, step: max(1, body.count), isCompressed)
  let pieces = messages(body, step: Int(step) / 2 + 1, isCompressed)
  precondition(whole == pieces, "messages depend on how they arrive")
}

private func messages(_ body: [UInt8], step: Int, _ isCompressed: Bool) -> [ByteBuffer?] {
  var deframer = MessageDeframer(limit: 1 << 16, compression: isCompressed)
  var found: [ByteBuffer?] = []
  var start = 0
  while start < body.count {
    var input = ByteBuffer(bytes: body[start..<min(body.count, start + step)])
    start += step
    reading: while true {
      switch deframer.next(&input) {
      case .needsMore: break reading
      case .message(let message), .compressed(let message): found.append(message)
      case .failed: return found + [nil]
      }
    }
    precondition(input.readableBytes == 0, "bytes left over")
    precondition(deframer.bufferedBytes <= 1 << 16, "more held than the limit")
  }
  return found
}
