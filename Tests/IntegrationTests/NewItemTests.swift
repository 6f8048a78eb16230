import Foundation
import RPCTransport
import RankingCore
import RankingTraining
import RankingWire
import Testing

@Suite struct NewItemTests {
  @Test(.timeLimit(.minutes(2)))
  func aRunningServerRecommendsItemsThatWereAdded() async throws {
    let parent = try SampleBundle.folder("new-items")
    let first = try URL(fileURLWithPath: SampleBundle.first.get())
    try FileManager.default.copyItem(atPath: first.path, toPath: "\(parent)/\(first.lastPathComponent)")
    try CurrentBundle.set(first.lastPathComponent, in: parent)
    let file = "\(parent)/new.csv"
    try "item,title,year,genres\n9001,A new comedy,1957,Comedy\n9002,A new drama,1958,Drama\n"
      .write(toFile: file, atomically: true, encoding: .utf8)
    try await LiveRankd.with("new-items", bundle: "\(parent)/current") { live in
      let client = try await live.client()
      let start = ContinuousClock.now
      let version = try ItemAdder(
        bundleDirectory: parent, encoderDirectory: "", embeddingDirectory: parent, threads: 2
      ).add(try NewItem.read(file))
      #expect(version != first.lastPathComponent && CurrentBundle.version(in: parent) == version)
      var served: Set<Int64> = []
      for user in 1...SampleBundle.users {
        var answer = try await client.recommend(.init(user: .id(Int64(user)), topK: 200))
        while answer.modelVersion != version {
          answer = try await client.recommend(.init(user: .id(Int64(user)), topK: 200))
        }
        served.formUnion(answer.items.filter { $0 > 9000 })
      }
      #expect(served == [9001, 9002])
      #expect(ContinuousClock.now - start < .seconds(60))
      await client.close()
    }
  }

  @Test func itemsThatCannotBeAddedAreNamed() throws {
    let parent = try SampleBundle.folder("bad-items")
    let first = try URL(fileURLWithPath: SampleBundle.first.get())
    try FileManager.default.copyItem(atPath: first.path, toPath: "\(parent)/\(first.lastPathComponent)")
    try CurrentBundle.set(first.lastPathComponent, in: parent)
    let adder = ItemAdder(
      bundleDirectory: parent, encoderDirectory: "", embeddingDirectory: parent, threads: 1)
    for (key, problem) in [("1", "identifier 1 occurs twice"), ("x", "named by integers")] {
      let item = NewItem(key: key, title: "T", year: 0, genres: [])
      let error = #expect(throws: (any Error).self) { _ = try adder.add([item]) }
      #expect("\(error.map { "\($0)" } ?? "")".contains(problem))
    }
    #expect(CurrentBundle.version(in: parent) == first.lastPathComponent)
    let textless = "\(parent)/textless.csv"
    try "item,title\n7,\n".write(toFile: textless, atomically: true, encoding: .utf8)
    #expect(throws: DatasetError.self) { _ = try NewItem.read(textless) }
  }
}
