internal import NIOCore

/// Carries a task's cancellation to a call's event loop, whichever comes first.
final class CallCancellation: Sendable {
  private struct State {
    var call: RPCClientCall?
    var isCancelled = false
  }

  private let eventLoop: any EventLoop
  private let state: NIOLoopBoundBox<State>

  init(_ eventLoop: any EventLoop) {
    self.eventLoop = eventLoop
    state = .makeBoxSendingValue(State(), eventLoop: eventLoop)
  }

  /// On the loop.
  func attach(_ call: RPCClientCall) {
    guard !state.value.isCancelled else { return call.cancel() }
    guard !call.isFinished else { return }
    state.value.call = call
  }

  /// From any thread.
  func cancel() {
    eventLoop.execute { [state] in
      state.value.isCancelled = true
      state.value.call?.cancel()
      state.value.call = nil
    }
  }
}
