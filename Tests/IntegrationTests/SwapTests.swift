import Foundation
import RPCTransport
import RankingCore
import RankingWire
import Testing

@Suite struct SwapTests {
  private static let swaps = 100

  @Test(.timeLimit(.minutes(10)))
  func noCallFailsWhileBundlesChangeAndBadOnesDoNotServe() async throws {
    let parent = try SampleBundle.folder("swaps")
    let names = try [SampleBundle.first.get(), SampleBundle.second.get()].map {
      let name = URL(fileURLWithPath: $0).lastPathComponent
      try FileManager.default.copyItem(atPath: $0, toPath: "\(parent)/\(name)")
      return name
    }
    try Self.damage("\(parent)/\(names[0])", as: "\(parent)/bad")
    try CurrentBundle.set(names[0], in: parent)
    let options = ["--threads", "2", "--bundle-poll", "20ms", "--log-requests", "0"]
    try await LiveRankd.with("swaps", bundle: "\(parent)/current", options) { live in
      let (answered, isDone) = (Counter(), Counter())
      let versions = try await withThrowingTaskGroup(of: Set<String>.self) { tasks in
        for caller in 1...8 {
          let client = try await live.client()
          tasks.addTask {
            var seen: Set<String> = []
            while isDone.value == 0 {
              seen.insert(try await client.recommend(.init(user: .id(Int64(caller)), topK: 10)).modelVersion)
              answered.add()
            }
            await client.close()
            return seen
          }
        }
        for swap in 1...Self.swaps { try await Self.swap(to: names[swap % 2], swap, parent, live) }
        try CurrentBundle.set("bad", in: parent)
        try await Self.wait(for: "rankd_bundle_failures_total 1", live)
        isDone.add()
        return try await tasks.reduce(into: Set<String>()) { $0.formUnion($1) }
      }
      #expect(versions == Set(names), "a bad bundle never answers")
      #expect(answered.value > Self.swaps)
      let last = names[Self.swaps % 2]
      for _ in 1...8 {
        let client = try await live.client()
        let answer = try await client.recommend(.init(user: .id(1), topK: 10))
        #expect(answer.modelVersion == last, "every loop takes the swaps in their order")
        await client.close()
      }
      let metrics = try await ForeignProcess.curl("http://127.0.0.1:\(live.adminPort)/metrics")
      #expect(metrics.contains("\nrankd_bundle_swaps_total \(Self.swaps)\n"))
      #expect(metrics.contains("rankd_bundle_info{version=\"\(last)\"} 1"))
    }
    try FileManager.default.removeItem(atPath: parent)
  }

  private static func swap(to name: String, _ number: Int, _ parent: String, _ live: LiveRankd) async throws {
    try CurrentBundle.set(name, in: parent)
    try await wait(for: "rankd_bundle_swaps_total \(number)", live)
  }

  private static func wait(for line: String, _ live: LiveRankd) async throws {
    while try await !ForeignProcess.curl("http://127.0.0.1:\(live.adminPort)/metrics").contains("\n\(line)\n")
    {
      try await Task.sleep(for: .milliseconds(5))
    }
  }

  private static func damage(_ bundle: String, as copy: String) throws {
    try FileManager.default.copyItem(atPath: bundle, toPath: copy)
    let file = URL(fileURLWithPath: "\(copy)/tensors.safetensors")
    var bytes = try Data(contentsOf: file)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: file)
  }
}
