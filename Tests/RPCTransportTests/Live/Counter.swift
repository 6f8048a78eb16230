import Synchronization
import Testing

final class Counter: Sendable {
  private let count = Atomic<UInt64>(0)

  func increment() { count.wrappingAdd(1, ordering: .relaxed) }

  var value: UInt64 { count.load(ordering: .relaxed) }

  /// Waits up to twenty seconds for `value`; expects it.
  func expect(_ value: UInt64, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    for _ in 0..<1_000 where self.value < value { try await Task.sleep(for: .milliseconds(20)) }
    #expect(self.value == value, sourceLocation: sourceLocation)
  }
}
