import NIOCore
import RPCTransport
import Synchronization
import Testing

extension TransportTests {
  /// What they cost in memory, `AbuseTests` measures.
  @Suite struct RandomPathTests {
    /// Counts by the only name that metrics and logs get of a call.
    private final class Methods: RPCServerObserver, Sendable {
      let counts = Mutex<[Int: Int]>([:])
      func callStarted(method: Int) { counts.withLock { $0[method, default: 0] += 1 } }
      func callFinished(method: Int, code: RPCStatus.Code, nanoseconds: UInt64) {}
      func connectionOpened() {}
      func connectionClosed() {}
      func http2Error(code: UInt32) {}
    }

    @Test(.timeLimit(.minutes(10)))
    func aHundredThousandPathsAreOneName() async throws {
      let methods = Methods()
      let log = LogRecorder()
      try await LiveServer.with(log: log, observer: { methods }) { live in
        let client = try await live.client()
        func call(_ count: Int) async throws {
          for _ in 0..<count / 100 {
            await withTaskGroup { group in
              for _ in 0..<100 {
                let path = "/s\(UInt64.random(in: 0..<(.max))).T/m\(UInt64.random(in: 0..<(.max)))"
                group.addTask {
                  let failure = await #expect(throws: RPCStatus.self) {
                    try await client.unary(path, ByteBuffer())
                  }
                  if failure?.code != .unimplemented { Issue.record("\(String(describing: failure))") }
                }
              }
            }
          }
        }
        try await call(100_000)
        #expect(methods.counts.withLock { $0 } == [0: 100_000])
        #expect(log.lines.isEmpty)
        await client.close()
      }
    }
  }
}
