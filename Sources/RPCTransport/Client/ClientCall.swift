internal import NIOCore

/// One unary call of a client while it is open.
final class ClientCall {
  var state = ClientCallState()
  var deframer: MessageDeframer
  var slot: Int32 = 0
  var stream: Int32 = 0
  var message: ByteBuffer?
  var initialMetadata = RPCMetadata()
  var trailingMetadata = RPCMetadata()
  var deadline: NIODeadline?
  var unconsumed = 0
  let completion: (RPCResponse) -> Void

  init(messageLimit: Int, completion: @escaping (RPCResponse) -> Void) {
    deframer = MessageDeframer(limit: messageLimit)
    self.completion = completion
  }

  func complete(_ status: RPCStatus) {
    completion(
      RPCResponse(
        status: status, message: status.isOK ? message : nil, initialMetadata: initialMetadata,
        trailingMetadata: trailingMetadata))
  }
}
