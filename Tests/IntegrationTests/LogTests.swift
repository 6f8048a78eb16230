import Foundation
import NIOCore
import NIOPosix
import RPCTransport
import RankingWire
import RankingCore
import Testing

@Suite struct LogTests {
  @Test(.timeLimit(.minutes(10)))
  func requestsAreLoggedAsJSONAndTheLevelChangesWhileServing() async throws {
    let live = try LiveRankd(
      "json", bundle: SampleBundle.first.get(), ["--log-format", "json", "--log-requests", "2"])
    while !live.log.contains("\"serving\"") { try await Task.sleep(for: .milliseconds(10)) }
    let start = try #require(Self.lines(live).first { $0["message"] == "serving" })
    let port = try #require(start["port"].flatMap { Int($0) })
    let admin = try #require(start["admin_port"])
    let client = try await RPCClient.connect(
      to: .tcp(host: "127.0.0.1", port: port),
      on: MultiThreadedEventLoopGroup.singleton.next())
    let request = ByteBuffer(bytes: RecommendRequestMessage(user: .id(7), topK: 5).encoded())
    func call() async throws {
      _ = try await client.unary(RankingMethods.recommend, request, metadata: ["x-request-id": "r\"1"])
    }
    for _ in 0..<3 { try await call() }
    while Self.requests(live).count < 2 { try await Task.sleep(for: .milliseconds(10)) }
    let line = try #require(Self.requests(live).first)
    #expect(line["request_id"] == "r\"1" && line["user_id"] == "7" && line["code"] == "OK", "\(line)")
    #expect(line["served_by"] == "personal" && line["level"] == "info")
    let page = "http://127.0.0.1:\(admin)/log-level"
    #expect(try await ForeignProcess.curl("\(page)?level=error", ["-X", "PUT"]) == "error\n 200")
    #expect(try await ForeignProcess.curl(page) == "error\n 200")
    #expect(try await ForeignProcess.curl("\(page)?level=loud", ["-X", "PUT"]).hasSuffix(" 400"))
    for _ in 0..<20 { try await call() }
    #expect(Self.requests(live).count == 2)
    await client.close()
    live.terminate()
    #expect(await live.exitStatus() == 0)
  }

  private static func lines(_ live: LiveRankd) -> [[String: String]] {
    live.log.split(separator: "\n").compactMap {
      try? JSONDecoder().decode([String: String].self, from: Data($0.utf8))
    }
  }

  private static func requests(_ live: LiveRankd) -> [[String: String]] {
    lines(live).filter { $0["message"] == "request" }
  }
}
