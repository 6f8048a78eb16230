import RankingCore
import Testing

@Suite struct StageClockTests {
  @Test func whatIsLeftOutIsNoStages() throws {
    let (clock, begin) = (StageClock(), StageClock.now)
    clock.prepare(true)
    clock.leavingOut {
      let start = StageClock.now
      while StageClock.now < start + 2_000_000 {}
    }
    clock.end(.retrieval)
    clock.end(.features)
    let total = StageClock.now - begin
    let (retrieval, features) = (
      try #require(clock.nanoseconds(.retrieval)), try #require(clock.nanoseconds(.features))
    )
    #expect(retrieval + features + 2_000_000 <= total)
    #expect(clock.stages.map(\.stage) == [.retrieval, .features])
  }

  @Test func aClockThatStandsTimesNothing() {
    let clock = StageClock()
    clock.prepare(true)
    clock.end(.policy)
    clock.prepare(false)
    clock.end(.ranking)
    #expect(clock.nanoseconds(.ranking) == nil)
  }
}
