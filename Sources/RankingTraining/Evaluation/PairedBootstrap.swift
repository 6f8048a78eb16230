import Dispatch

/// Resamples users with replacement, the same users for every stage, and keeps each stage's mean figures.
///
/// Resample r draws from stream r of the seed, so the result does not depend on threads.
struct PairedBootstrap {
  static let resamples = 10_000
  private static let block = 500

  /// [resamples] for each stage, by `Metric.place`.
  let means: [[SIMD16<Double>]]

  /// `stages` judge the same users.
  init(_ stages: [StageMetrics], seed: UInt64, resamples: Int = Self.resamples) {
    let users = stages.first?.users.count ?? 0
    let values = stages.map { stage in stage.perUser.map(\.values) }
    let blocks = (resamples + Self.block - 1) / Self.block
    let parts = Self.concurrently(blocks) { block -> [[SIMD16<Double>]] in
      let range = (block * Self.block)..<min(resamples, (block + 1) * Self.block)
      return Self.resample(values, users: users, range, seed: seed)
    }
    means = stages.indices.map { stage in parts.flatMap { $0[stage] } }
  }

  private static func resample(
    _ values: [[SIMD16<Double>]], users: Int, _ range: Range<Int>, seed: UInt64
  ) -> [[SIMD16<Double>]] {
    var means = values.map { _ in [SIMD16<Double>]() }
    var drawn = [Int](repeating: 0, count: users)
    for resample in range {
      var random = SplitMix64(seed: seed, stream: UInt64(resample))
      for place in 0..<users { drawn[place] = random.below(users) }
      for stage in values.indices { means[stage].append(mean(values[stage], drawn)) }
    }
    return means
  }

  private static func mean(_ values: [SIMD16<Double>], _ drawn: [Int]) -> SIMD16<Double> {
    var sum = SIMD16<Double>(repeating: 0)
    for user in drawn { sum += values[user] }
    return sum / Double(max(1, drawn.count))
  }

  /// `body(0) … body(count - 1)` on all cores, in order.
  private static func concurrently<Part: Sendable>(
    _ count: Int, _ body: @Sendable (Int) -> Part
  ) -> [Part] {
    let slots = UnsafeMutablePointer<Part?>.allocate(capacity: max(1, count))
    slots.initialize(repeating: nil, count: count)
    defer {
      slots.deinitialize(count: count)
      slots.deallocate()
    }
    // Each iteration writes its own slot only.
    nonisolated(unsafe) let shared = slots
    DispatchQueue.concurrentPerform(iterations: count) { shared[$0] = body($0) }
    return (0..<count).compactMap { slots[$0] }
  }
}
