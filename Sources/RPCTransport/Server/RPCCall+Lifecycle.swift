internal import NIOCore

extension RPCCall {
  /// Makes a record ready for the next call.
  func reset() {
    if !metadata.isEmpty { metadata.removeAll() }
    if !initialMetadata.isEmpty { initialMetadata = RPCMetadata() }
    if !trailingMetadata.isEmpty { trailingMetadata = RPCMetadata() }
    if !cancelHandlers.isEmpty { cancelHandlers.removeAll() }
    method = 0
    deadline = nil
    isCancelled = false
    heldMessage = nil
    isHeldInRead = false
    requestEncoding = .identity
    responseEncoding = .identity
    acceptedEncodings = nil
    isMessageCompressed = false
    streaming = nil
    unconsumed = 0
    countedInbound = 0
  }

  /// What the messages sent are coded with: the handler's wish, if the peer reads it.
  var sendEncoding: RPCEncoding { accepts(responseEncoding) ? responseEncoding : .identity }

  /// Bytes of the request held here: an unfinished message, an undispatched one, those that wait for their reader.
  var heldBytes: Int {
    deframer.bufferedBytes + (heldMessage?.bytes.readableBytes ?? 0) + (streaming?.queue.heldBytes ?? 0)
  }

  /// Tells the handler once.
  func cancel() {
    guard !isCancelled else { return }
    isCancelled = true
    let handlers = cancelHandlers
    cancelHandlers.removeAll()
    for handler in handlers { handler() }
  }
}
