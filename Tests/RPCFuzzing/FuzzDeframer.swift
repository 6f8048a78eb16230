import NIOCore
import RPCTransport

/// The first byte says how many bytes a read brings. However they are cut, the messages are the same.
func fuzzDeframer(_ bytes: UnsafeBufferPointer<UInt8>) {
  guard let step = bytes.first else { return }
  let body = Array(bytes.dropFirst())
  let whole = messages(body, step: max(1, body.count))
  let pieces = messages(body, step: Int(step) + 1)
  precondition(whole == pieces, "messages depend on how they arrive")
}

private func messages(_ body: [UInt8], step: Int) -> [ByteBuffer?] {
  var deframer = MessageDeframer(limit: 1 << 16, compression: false)
  var found: [ByteBuffer?] = []
  var start = 0
  while start < body.count {
    var input = ByteBuffer(bytes: body[start..<min(body.count, start + step)])
    start += step
    reading: while true {
      switch deframer.next(&input) {
      case .needsMore: break reading
      case .message(let message): found.append(message)
      case .failed: return found + [nil]
      }
    }
    precondition(input.readableBytes == 0, "bytes left over")
    precondition(deframer.bufferedBytes <= 1 << 16, "more held than the limit")
  }
  return found
}
