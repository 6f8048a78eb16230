internal import HTTP2
internal import NIOCore

extension ClientConnection {
  func flushLater() {
    guard !isReading, !isFlushing, !isFlushScheduled else { return }
    isFlushScheduled = true
    let bound = NIOLoopBound(self, eventLoop: eventLoop)
    eventLoop.execute {
      bound.value.isFlushScheduled = false
      bound.value.flush()
    }
  }

  func flush() {
    guard !isFlushing, let context, context.channel.isActive else { return }
    isFlushing = true
    defer { isFlushing = false }
    do {
      var isBusy = true
      while isBusy, context.channel.isWritable {
        let output = try session.nextOutput(limit: 256 << 10)
        isBusy = output != nil || !session.events.isEmpty
        drainEvents()
        if let output { context.writeAndFlush(wrapOutboundOut(output), promise: nil) }
        for case let call? in calls where call.handlers.isBlocked { call.outputMoved() }
      }
    } catch {
      return context.close(promise: nil)
    }
    if session.isFinished { context.close(promise: nil) }
  }

  /// Lets open calls finish, then closes; without open calls at once.
  func close() {
    if refusal == nil { refusal = RPCStatus(.cancelled, "the client is closed") }
    if openCalls == 0 {
      session.terminate(.noError)
      flush()
      context?.close(promise: nil)
    } else {
      session.shutdown()
      flushLater()
    }
  }
}
