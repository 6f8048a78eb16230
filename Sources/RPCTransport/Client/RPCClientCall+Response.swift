internal import NIOCore

extension RPCClientCall {
  /// Gathers an answer of one message. Set before anything is sent.
  func collect(_ completion: @escaping (RPCResponse) -> Void) {
    var answer: ByteBuffer?
    onMessage { answer = $0 }
    onEnd { [self] status in
      completion(
        RPCResponse(
          status: status, message: status.isOK ? answer : nil, wasCompressed: isMessageCompressed,
          initialMetadata: initialMetadata, trailingMetadata: trailingMetadata))
    }
  }
}

extension ClientConnection {
  func begin(
    _ path: String, _ kind: RPCClient.AnswerKind, _ options: RPCCallOptions,
    _ body: (RPCClientCall) -> Void
  ) {
    let call = RPCClientCall(
      kind == .oneMessage ? .oneMessage : .manyMessages, eventLoop: eventLoop, encoding: options.encoding,
      messageLimit: configuration.receivedMessageBytes)
    // Sends of `body` belong to an open stream; a call that cannot begin tells its handlers.
    if let refusal = open(call, path, options) {
      body(call)
      return fail(call, refusal)
    }
    body(call)
  }
}
