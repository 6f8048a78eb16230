internal import Synchronization

/// A value made from files, and made anew when they change; what cannot be read leaves the old value.
final class Reloading<Value: Sendable>: Sendable {
  private let watch: Mutex<FileWatch>
  /// Taken by event loops: never held while a file is looked at.
  private let current: Mutex<Value>
  private let load: @Sendable () throws(RPCFileError) -> Value

  init(_ paths: [String], load: @escaping @Sendable () throws(RPCFileError) -> Value) throws(RPCFileError) {
    watch = Mutex(FileWatch(paths))
    self.load = load
    current = Mutex(try load())
  }

  var value: Value { current.withLock { $0 } }

  /// Returns whether there is a new value. Blocks on the files: not for an event loop.
  func reloadIfChanged() throws(RPCFileError) -> Bool {
    guard watch.withLock({ $0.isDue() }) else { return false }
    let value: Value
    do {
      value = try load()
    } catch {
      watch.withLock { $0.loaded(isGood: false) }
      throw error
    }
    watch.withLock { $0.loaded(isGood: true) }
    current.withLock { $0 = value }
    return true
  }
}
