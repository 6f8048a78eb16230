internal import NIOCore

extension RPCClientCall {
  func receive(_ message: InboundMessage) {
    if handlers.queue.arrives(message) { deliver(message) }
  }

  /// Hands a message to the caller, decompressed.
  func deliver(_ message: InboundMessage) {
    isMessageCompressed = message.isCompressed
    guard message.isCompressed else {
      handlers.onMessage?(message.bytes)
      return
    }
    guard let connection else { return }
    do {
      let plain = try connection.codec.decompress(
        message.bytes, receiveEncoding, limit: connection.configuration.receivedMessageBytes)
      handlers.onMessage?(plain)
    } catch {
      connection.fail(self, error)
    }
  }

  /// The call is over. A status of the peer waits behind its messages, any other is told at once.
  ///
  /// Who waits to send learns of it either way: no window opens for a call that is over.
  func ended(_ status: RPCStatus, isFromPeer: Bool) {
    pendingStatus = status
    if !isFromPeer { handlers.queue.discard() }
    if handlers.queue.isEmpty || handlers.queue.ends() { tellEnd() } else { handlers.onWritable?() }
  }

  /// Tells the status and lets go of the handlers, which hold the call as a rule.
  func tellEnd() {
    guard let status = pendingStatus else { return }
    pendingStatus = nil
    let onEnd = handlers.onEnd
    handlers = ClientHandlers()
    onEnd?(status)
  }

  /// Bytes went out: tells the caller if it waits for that.
  func outputMoved() {
    guard handlers.isBlocked, isWritable else { return }
    handlers.isBlocked = false
    handlers.onWritable?()
  }
}
