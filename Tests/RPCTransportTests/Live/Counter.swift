import Synchronization

final class Counter: Sendable {
  private let count = Atomic<UInt64>(0)

  func increment() { count.wrappingAdd(1, ordering: .relaxed) }

  var value: UInt64 { count.load(ordering: .relaxed) }
}
