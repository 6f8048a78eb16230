internal import NIOCore

extension RPCCall {
  /// Makes a record ready for the next call.
  func reset() {
    if !metadata.isEmpty { metadata.removeAll() }
    if !initialMetadata.isEmpty { initialMetadata = RPCMetadata() }
    if !trailingMetadata.isEmpty { trailingMetadata = RPCMetadata() }
    if !cancelHandlers.isEmpty { cancelHandlers.removeAll() }
    deadline = nil
    isCancelled = false
    heldMessage = nil
    isHeldInRead = false
    streaming = nil
    unconsumed = 0
    countedInbound = 0
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
