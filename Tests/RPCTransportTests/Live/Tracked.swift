/// Something a handler holds, counted as it comes and goes.
final class Tracked {
  static let made = Counter()
  static let freed = Counter()

  init() { Self.made.increment() }

  deinit { Self.freed.increment() }
}
