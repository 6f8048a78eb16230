internal import NIOCore
internal import RankingCore
internal import Synchronization

/// What each event loop and each compute thread owns, found by loop from any thread.
final class LoopServices: Sendable {
  struct Entry: Sendable {
    let coordinator: RankingCoordinator
    let metrics: NIOLoopBound<LoopMetrics>
    /// nil for a thread that only computes.
    let routes: NIOLoopBound<RecommendRoutes>?
    let methods: [MethodLabel]
  }

  private let entries = Mutex<[ObjectIdentifier: Entry]>([:])

  func add(_ entry: Entry, for loop: any EventLoop) {
    entries.withLock { $0[ObjectIdentifier(loop)] = entry }
  }

  func entry(for loop: any EventLoop) -> Entry? { entries.withLock { $0[ObjectIdentifier(loop)] } }

  /// Registered methods, the same on every loop.
  var methods: [MethodLabel] { entries.withLock { $0.values.first?.methods ?? [] } }

  /// The counters of all loops, added up; each is read on its own loop.
  func reading(on loop: any EventLoop) -> EventLoopFuture<LoopMetrics.Reading> {
    let readings = entries.withLock { Array($0.values) }.map { entry in
      entry.metrics.eventLoop.submit { entry.metrics.value.reading }
    }
    let none = LoopMetrics.Reading(methods: Array(repeating: .init(), count: methods.count + 1))
    return EventLoopFuture.reduce(into: none, readings, on: loop) { $0 += $1 }
  }

  /// What all loops have served of `snapshot` lately.
  func drift(of snapshot: ModelSnapshot, on loop: any EventLoop) -> EventLoopFuture<DriftReading> {
    let readings = entries.withLock { Array($0.values) }.map { entry in
      entry.metrics.eventLoop.submit { entry.coordinator.assumeIsolated { $0.drift } }
    }
    return EventLoopFuture.reduce(into: DriftReading(snapshot), readings, on: loop) { $0 += $1 }
  }
}
