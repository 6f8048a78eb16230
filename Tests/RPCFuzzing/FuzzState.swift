import RPCTransport

/// The first byte chooses the kind of call, each further one what happens next. A call ends once.
func fuzzState(_ bytes: UnsafeBufferPointer<UInt8>) {
  guard let first = bytes.first else { return }
  var state = ServerCallState(first & 1 == 0 ? .unary : .streaming)
  var ends = 0
  for byte in bytes.dropFirst() {
    let wasFinished = state.isFinished
    switch byte % 5 {
    case 0:
      let action = state.receiveMessage()
      precondition(!wasFinished || action == .drop, "a message after the end")
    case 1:
      let action = state.receiveEnd(incomplete: byte & 0x80 != 0)
      precondition(!wasFinished || action == .drop, "a dispatch after the end")
    case 2:
      let action = state.send()
      precondition(!wasFinished || action == .drop, "an answer after the end")
    case 3: if state.finish() != .drop { ends += 1 }
    default: if state.respond() { ends += 1 }
    }
    precondition(!wasFinished || state.isFinished, "a call came back")
  }
  precondition(ends <= 1, "a call ended twice")
}
