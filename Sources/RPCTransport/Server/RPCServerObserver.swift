/// What a server tells its metrics. Each event loop has an observer of its own (`RPCRouter.observer`), called on
/// that loop only; without one nothing is measured.
///
/// Methods are named by the small integer that registering them returned; 0 is every unknown path together.
public protocol RPCServerObserver: AnyObject {
  func callStarted(method: Int)
  func callFinished(method: Int, code: RPCStatus.Code, nanoseconds: UInt64)
  func connectionOpened()
  func connectionClosed()
  /// A connection ended by a violation; `code` is HTTP/2's error code.
  func http2Error(code: UInt32)
  /// A connection was refused, or ended before its peer could make a call.
  func connectionRefused(_ reason: RPCRefusal)
  /// A stream found no room on its connection.
  func streamRefused()
  /// So many more whole requests wait for earlier answers of their connection to leave; negative: fewer.
  func callsWaiting(_ change: Int)
  /// Certificates or tokens have changed and were read again; told to the first loop's observer.
  func credentialsReloaded(isGood: Bool)
}

extension RPCServerObserver {
  public func connectionRefused(_ reason: RPCRefusal) {}
  public func streamRefused() {}
  public func callsWaiting(_ change: Int) {}
  public func credentialsReloaded(isGood: Bool) {}
}
