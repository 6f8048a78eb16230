import RPCTransport

/// What a connection tells its observer of calls.
final class CallRecorder: RPCServerObserver {
  /// By which number each call was counted, in order.
  private(set) var methods: [Int] = []
  /// Whole requests that wait now.
  private(set) var waiting = 0

  func callStarted(method: Int) { methods.append(method) }
  func callFinished(method: Int, code: RPCStatus.Code, nanoseconds: UInt64) {}
  func connectionOpened() {}
  func connectionClosed() {}
  func http2Error(code: UInt32) {}
  func callsWaiting(_ change: Int) { waiting += change }
}
