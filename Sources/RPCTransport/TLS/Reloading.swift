internal import Synchronization

/// A value made from files, and made anew when they change; what cannot be read leaves the old value.
final class Reloading<Value: Sendable>: Sendable {
  private struct State {
    var watch: FileWatch
    var value: Value
  }

  private let state: Mutex<State>
  private let load: @Sendable () throws(RPCFileError) -> Value

  init(_ paths: [String], load: @escaping @Sendable () throws(RPCFileError) -> Value) throws(RPCFileError) {
    let watch = FileWatch(paths)
    self.load = load
    state = Mutex(State(watch: watch, value: try load()))
  }

  var value: Value { state.withLock { $0.value } }

  /// Returns whether there is a new value. Blocks on the files: not for an event loop.
  func reloadIfChanged() throws(RPCFileError) -> Bool {
    guard state.withLock({ $0.watch.isDue() }) else { return false }
    let value = try load()
    state.withLock { $0.value = value }
    return true
  }
}
