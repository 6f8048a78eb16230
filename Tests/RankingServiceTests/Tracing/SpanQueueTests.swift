import RankingService
import Testing

/// A queue without room drops whole calls and counts their spans.
struct SpanQueueTests {
  private static func spans(_ count: Int) -> [SpanRecord] {
    (0..<count).map {
      SpanRecord(
        trace: .init(high: 0, low: 1), span: UInt64($0 + 1), parent: 0, name: "span", begin: 1, end: 2)
    }
  }

  @Test func whatFindsNoRoomIsDroppedAndCounted() {
    let queue = SpanQueue(limit: 10)
    queue.add(Self.spans(5))
    queue.add(Self.spans(6))
    queue.add(Self.spans(5))
    queue.add(Self.spans(1))
    #expect(queue.counts.dropped == 7 && queue.counts.exported == 0 && queue.counts.failed == 0)
    #expect(queue.take().count == 10 && queue.take().isEmpty)
    queue.add(Self.spans(10))
    #expect(queue.take().count == 10 && queue.counts.dropped == 7)
  }

  @Test func nothingIsLostBetweenThreads() async {
    let queue = SpanQueue(limit: 50)
    let taken = await withTaskGroup(of: Int.self) { tasks in
      for _ in 0..<4 {
        tasks.addTask {
          for _ in 0..<1_000 { queue.add(Self.spans(3)) }
          return 0
        }
      }
      tasks.addTask { (0..<500).reduce(0) { count, _ in count + queue.take().count } }
      return await tasks.reduce(0, +)
    }
    #expect(taken + queue.take().count + queue.counts.dropped == 12_000)
  }

  @Test func exportsAreCounted() {
    let queue = SpanQueue()
    queue.recordExport(3, isGood: true)
    queue.recordExport(4, isGood: false)
    #expect(queue.counts.exported == 3 && queue.counts.failed == 4 && queue.counts.dropped == 0)
  }
}
