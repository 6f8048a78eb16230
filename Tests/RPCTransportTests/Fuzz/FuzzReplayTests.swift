import RPCFuzzing
import TestSupport
import Testing

@Suite struct FuzzReplayTests {
  @Test(.timeLimit(.minutes(10)), arguments: FuzzTarget.allCases)
  func returnsForEveryInput(_ target: FuzzTarget) throws {
    let replay = try FuzzReplay(target.rawValue)
    #expect(!replay.inputs.isEmpty)
    replay.run { target.run($0) }
  }
}
