internal import NIOCore
internal import RankingCore

/// Ten times a second on an event loop: measures how late the loop comes, and moves the drift window on.
final class LoopTicker {
  static let interval = TimeAmount.milliseconds(100)

  private let metrics: LoopMetrics?
  private let coordinator: RankingCoordinator
  private var due: UInt64

  private init(_ metrics: LoopMetrics?, _ coordinator: RankingCoordinator) {
    (self.metrics, self.coordinator) = (metrics, coordinator)
    due = StageClock.now + UInt64(Self.interval.nanoseconds)
  }

  /// Ticks until the loop is shut down; without `metrics`, nobody is told how late.
  static func start(_ metrics: LoopMetrics?, _ coordinator: RankingCoordinator, on loop: any EventLoop) {
    let ticker = NIOLoopBound(LoopTicker(metrics, coordinator), eventLoop: loop)
    loop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in ticker.value.tick() }
  }

  private func tick() {
    let now = StageClock.now
    metrics?.lagged(nanoseconds: now > due ? now - due : 0)
    coordinator.assumeIsolated { $0.tick(nanoseconds: now) }
    due = StageClock.now + UInt64(Self.interval.nanoseconds)
  }
}
