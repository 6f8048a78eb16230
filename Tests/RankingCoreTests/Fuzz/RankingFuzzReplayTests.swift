import RankingFuzzing
import TestSupport
import Testing

@Suite struct RankingFuzzReplayTests {
  @Test(.timeLimit(.minutes(10)), arguments: RankingFuzzTarget.allCases)
  func returnsForEveryInput(_ target: RankingFuzzTarget) throws {
    let replay = try FuzzReplay(target.rawValue)
    #expect(!replay.inputs.isEmpty)
    replay.run { target.run($0) }
  }
}
