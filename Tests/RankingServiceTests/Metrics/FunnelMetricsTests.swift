import RankingService
import Testing

@Suite struct FunnelMetricsTests {
  @Test func oneRequestIn17IsTimedAsFarAsTheAllowanceOfATickGoes() {
    var metrics = FunnelMetrics()
    #expect((0..<1_000).filter { _ in metrics.takeTurn() } == [0, 17, 34, 51, 68])
    metrics.tick()
    #expect((1_000..<2_000).filter { _ in metrics.takeTurn() } == [1_003, 1_020, 1_037, 1_054, 1_071])
  }

  @Test func whatATickDidNotUseIsNotSaved() {
    var metrics = FunnelMetrics()
    for _ in 0..<3 { metrics.tick() }
    #expect((0..<1_000).count { _ in metrics.takeTurn() } == 5)
  }
}
