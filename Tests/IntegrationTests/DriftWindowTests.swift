import RankingCore
import RankingService
import Testing

/// What the window of drift remembers, and for how long.
struct DriftWindowTests {
  private static let minute: UInt64 = 60_000_000_000

  private let snapshot: ModelSnapshot
  private let scratch: PipelineScratch
  private let window: DriftWindow

  init() throws {
    snapshot = try SampleBundle.snapshot()
    scratch = PipelineScratch(for: snapshot)
    window = DriftWindow(for: snapshot)
    window.tick(nanoseconds: 100 * Self.minute)
  }

  private func ask(_ user: Int?, topK: Int = 10) {
    let request = RankingRequest(user: .anonymous, topK: topK)
    let answer = RankingPipeline(snapshot: snapshot).answer(user: user, request, scratch: scratch)
    window.record(answer, to: request, scratch)
  }

  @Test func aMinuteIsForgottenWhenItIsTenMinutesOld() {
    ask(1)
    #expect(window.reading.samples == 1)
    window.tick(nanoseconds: 104 * Self.minute)
    ask(2)
    ask(3)
    for (minute, samples) in [(105, 3), (109, 3), (110, 2), (113, 2), (114, 0), (200, 0)] {
      window.tick(nanoseconds: UInt64(minute) * Self.minute)
      #expect(window.reading.samples == samples, "minute \(minute)")
    }
    #expect(window.reading.coverage == 0 && window.reading.positionMeans.allSatisfy { $0 == nil })
    #expect(window.reading.stabilityIndexes(minimum: 0).isEmpty)
  }

  @Test func aLongSilenceForgetsAll() {
    for user in 0..<5 { ask(user) }
    window.tick(nanoseconds: 100_000 * Self.minute)
    #expect(window.reading.samples == 0 && window.reading.coverage == 0)
  }

  @Test func aTickLetsSoManyAnswersBeSampled() {
    for user in 0..<40 { ask(user) }
    #expect(window.reading.samples == DriftWindow.allowance)
    window.tick(nanoseconds: 100 * Self.minute + 1)
    for user in 0..<40 { ask(user) }
    #expect(window.reading.samples == 2 * DriftWindow.allowance)
    #expect(window.reading.coverage > 0 && window.reading.coverage <= 1)
  }

  /// Others are answered without a score of stage 2.
  @Test func onlyPersonalAnswersAreSampled() {
    ask(nil)
    #expect(window.reading.samples == 0 && window.reading.coverage > 0)
  }

  @Test func windowsAddUpForOneSnapshotOnly() throws {
    ask(1)
    var sum = DriftReading(snapshot)
    sum += window.reading
    sum += window.reading
    #expect(sum.samples == 2)
    sum += DriftReading(try SampleBundle.snapshot())
    #expect(sum.samples == 2)
    #expect(sum.stabilityIndexes(minimum: 3).isEmpty && !sum.stabilityIndexes(minimum: 2).isEmpty)
  }
}
