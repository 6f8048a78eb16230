import RPCTransport
import RankingCore
import RankingService

/// Answers a bundle's users in turn on one loop's counters, and measures what recording adds to each answer.
struct RecordedCalls {
  /// Means of a call.
  struct Cost {
    var nanoseconds: Double
    var allocations: Double
  }

  private let pipeline: RankingPipeline
  private let scratch: PipelineScratch
  private let drift: DriftWindow
  private let metrics = LoopMetrics()
  private let allocations: AllocationCounter
  /// The loop's timer comes after so many calls.
  private let callsPerTick: Int

  init(_ snapshot: ModelSnapshot, _ allocations: AllocationCounter, callsPerTick: Int) {
    pipeline = RankingPipeline(snapshot: snapshot)
    scratch = PipelineScratch(for: snapshot)
    drift = DriftWindow(for: snapshot)
    self.allocations = allocations
    self.callsPerTick = callsPerTick
    metrics.register(methods: 1)
    metrics.funnel.follow(snapshot)
  }

  /// Means over `count` calls; two readings of the clock are counted in.
  func cost(of count: Int) -> Cost {
    var total: (nanoseconds: UInt64, allocations: UInt64) = (0, 0)
    for call in 0..<count {
      if call % callsPerTick == 0 {
        metrics.funnel.tick()
        drift.tick(nanoseconds: StageClock.now)
      }
      let one = cost(user: call % pipeline.snapshot.catalogue.userCount)
      total.nanoseconds += one.nanoseconds
      total.allocations += one.allocations
    }
    return Cost(
      nanoseconds: Double(total.nanoseconds) / Double(count),
      allocations: Double(total.allocations) / Double(count))
  }

  /// What RPCServer and RankingCoordinator record of one call.
  private func cost(user: Int) -> (nanoseconds: UInt64, allocations: UInt64) {
    let request = RankingRequest(user: .key(pipeline.snapshot.catalogue.userKey(user)), topK: 10)
    let isTimed = metrics.funnel.takeTurn()
    scratch.clock.prepare(isTimed)
    let answer = pipeline.answer(request, scratch: scratch)
    let (allocated, began) = (allocations.value, StageClock.now)
    metrics.callStarted(method: 1)
    metrics.funnel.record(answer, isTimed ? scratch.clock : nil)
    drift.record(answer, to: request, scratch)
    metrics.callFinished(method: 1, code: .ok, nanoseconds: 30_000)
    return (StageClock.now - began, allocations.value - allocated)
  }
}
