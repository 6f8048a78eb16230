import RankingCore

/// `LD_PRELOAD=count.so ALLOCATIONS=FILE recording-cost BUNDLE` prints what recording a call costs beside answering it, as
/// one JSON object: at full load, where the drift window samples few calls, and where it samples every one.
@main
enum RecordingCost {
  /// Of a loop that answers 30,000 calls a second.
  private static let callsPerTick = 3_000

  static func main() throws {
    guard CommandLine.arguments.count == 2, let allocations = AllocationCounter() else {
      print("usage: LD_PRELOAD=count.so ALLOCATIONS=FILE recording-cost BUNDLE")
      return
    }
    let snapshot = try ModelSnapshot.load(bundle: CommandLine.arguments[1])
    let figures = [("recording", callsPerTick, 60_000), ("drift_sample", 1, 5_000)].map {
      name, ticks, calls in
      let loop = RecordedCalls(snapshot, allocations, callsPerTick: ticks)
      _ = loop.cost(of: callsPerTick)
      let cost = loop.cost(of: calls)
      return "\"\(name)_nanoseconds\":\(cost.nanoseconds),\"\(name)_allocations\":\(cost.allocations)"
    }
    print("{\(figures.joined(separator: ","))}")
  }
}
