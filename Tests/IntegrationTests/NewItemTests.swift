import Foundation
import RPCTransport
import RankingCore
import RankingTraining
import RankingWire
import Testing

@Suite struct NewItemTests {
  private var encoder: String {
    ProcessInfo.processInfo.environment["RANKD_ENCODER"] ?? ForeignProcess.inPackage(".rankd/encoder")
  }

  private func rankctl(_ arguments: [String]) async throws {
    let output = try await ForeignProcess.run(
      SampleBundle.products.appendingPathComponent("rankctl").path, arguments)
    try #require(output.status == 0, "\(output.text)")
  }

  /// A home with a bundle of the sample's users and items and the fetched encoder's texts.
  private func home() async throws -> String {
    let home = try SampleBundle.folder("new-items")
    let sample = try URL(fileURLWithPath: SampleBundle.first.get()).deletingLastPathComponent().path
    try #"{"semantic": {"clusters": 8, "components": 16, "seed": 1}}"#
      .write(toFile: "\(home)/small.json", atomically: true, encoding: .utf8)
    try await rankctl([
      "train", "--interactions", "\(sample)/events.csv", "--items", "\(sample)/items.csv", "--home", home,
      "--encoder", encoder, "--config", "\(home)/small.json",
    ])
    return home
  }

  private func answer(
    _ client: RPCClient, _ user: Int, of version: String
  ) async throws -> RecommendResponseMessage {
    let deadline = ContinuousClock.now + .seconds(120)
    while true {
      let answer = try await client.recommend(.init(user: .id(Int64(user)), topK: 20))
      if answer.modelVersion == version { return answer }
      try #require(ContinuousClock.now < deadline, "still \(answer.modelVersion), waiting for \(version)")
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// In answers of 20 of 152 items, by `rankctl add-items` and the real encoder.
  @Test(.timeLimit(.minutes(10)))
  func aRunningServerRecommendsItemsThatWereAdded() async throws {
    let home = try await home()
    defer { try? FileManager.default.removeItem(atPath: home) }
    let bundles = "\(home)/bundles"
    let first = try #require(CurrentBundle.version(in: bundles))
    let file = "\(home)/new.csv"
    try "item,title,year,genres\n9001,Film 43,1983,Comedy\n9002,Film 44,1984,Drama\n"
      .write(toFile: file, atomically: true, encoding: .utf8)
    try await LiveRankd.with("new-items", bundle: "\(bundles)/current") { live in
      let client = try await live.client()
      _ = try await answer(client, 1, of: first)
      try await rankctl(["add-items", file, "--home", home, "--encoder", encoder])
      let version = try #require(CurrentBundle.version(in: bundles))
      #expect(version != first)
      var (served, scores) = ([Int64: Int](), [Double]())
      for user in 1...SampleBundle.users {
        let answer = try await answer(client, user, of: version)
        #expect(answer.items.count == 20)
        for (item, score) in zip(answer.items, answer.scores) where item > 9000 {
          served[item, default: 0] += 1
          scores.append(score)
        }
      }
      #expect(Set(served.keys) == [9001, 9002], "\(served)")
      #expect(scores.allSatisfy { $0.isFinite })
      await client.close()
    }
  }

  @Test func itemsThatCannotBeAddedAreNamed() async throws {
    let parent = try SampleBundle.folder("bad-items")
    let first = try URL(fileURLWithPath: SampleBundle.first.get())
    try FileManager.default.copyItem(atPath: first.path, toPath: "\(parent)/\(first.lastPathComponent)")
    try CurrentBundle.set(first.lastPathComponent, in: parent)
    let adder = ItemAdder(
      bundleDirectory: parent, encoderDirectory: "", embeddingDirectory: parent, threads: 1)
    for (key, problem) in [("1", "identifier 1 occurs twice"), ("x", "named by integers")] {
      let item = NewItem(key: key, title: "T", year: 0, genres: [])
      let error = await #expect(throws: (any Error).self) { _ = try await adder.add([item]) }
      #expect("\(error.map { "\($0)" } ?? "")".contains(problem))
    }
    #expect(CurrentBundle.version(in: parent) == first.lastPathComponent)
    let textless = "\(parent)/textless.csv"
    try "item,title\n7,\n".write(toFile: textless, atomically: true, encoding: .utf8)
    #expect(throws: DatasetError.self) { _ = try NewItem.read(textless) }
  }
}
