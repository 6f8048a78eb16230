internal import Synchronization

/// What the health service answers, by service name; "" is the server as a whole. Safe from any thread.
public final class HealthStatus: Sendable {
  public enum Serving: Int32, Sendable {
    case unknown = 0
    case serving = 1
    case notServing = 2
    /// For a name never set; only told to watchers.
    case serviceUnknown = 3
  }

  private struct State {
    var services: [String: Serving] = [:]
    var watchers: [Int: @Sendable () -> Void] = [:]
    var nextWatcher = 0
    var isShutDown = false
  }

  private let state = Mutex(State())

  public init() {}

  /// Sets a service's status and tells its watchers.
  public func set(_ serving: Serving, service: String = "") {
    let watchers = state.withLock { state in
      if !state.isShutDown { state.services[service] = serving }
      return Array(state.watchers.values)
    }
    for watcher in watchers { watcher() }
  }

  /// Every service is NOT_SERVING from now on, whatever is set later: the first step of a drain.
  public func shutDown() {
    let watchers = state.withLock { state in
      state.isShutDown = true
      for name in state.services.keys { state.services[name] = .notServing }
      return Array(state.watchers.values)
    }
    for watcher in watchers { watcher() }
  }

  /// The service's status, or nil if it was never set.
  public func serving(_ service: String = "") -> Serving? { state.withLock { $0.services[service] } }

  /// Watch calls that are open.
  package var watcherCount: Int { state.withLock { $0.watchers.count } }

  var isShutDown: Bool { state.withLock { $0.isShutDown } }

  /// `body` runs, on the thread that sets, after every change.
  func watch(_ body: @escaping @Sendable () -> Void) -> Int {
    state.withLock { state in
      state.nextWatcher += 1
      state.watchers[state.nextWatcher] = body
      return state.nextWatcher
    }
  }

  func unwatch(_ watcher: Int) { state.withLock { _ = $0.watchers.removeValue(forKey: watcher) } }
}
