import Foundation
import RankingCore
import RankingTraining
import Testing

@Suite struct SyntheticFunnelTests {
  private let funnel = SyntheticFunnel(
    items: 500, users: 40, history: 30, factors: 16, candidates: 60, trees: 20, depth: 4, seed: 3)

  @Test func aWrittenBundleLoadsAndAnswers() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "rankd-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let version = try funnel.write(parent: folder)
    #expect(try funnel.write(parent: folder) == version, "the same numbers, the same content")
    let snapshot = try ModelSnapshot.load(bundle: "\(folder)/\(version)")
    let scratch = PipelineScratch(for: snapshot)
    for user in 0..<funnel.users {
      let answer = RankingPipeline(snapshot: snapshot).answer(
        user: user, RankingRequest(user: .anonymous, topK: 10), scratch: scratch)
      #expect(answer.servedBy == .personal)
      #expect(answer.items.count == 10)
      #expect(Set(answer.items).isDisjoint(with: snapshot.model.interactions.history(of: user).items))
    }
  }

  @Test func itHasTheSizesAskedFor() throws {
    let model = try funnel.model()
    #expect(model.catalogue.itemCount == 500)
    #expect(model.catalogue.userCount == 40)
    #expect(model.interactions.entryCount == 40 * 30)
    #expect(model.ranker?.trees.count == 20)
    #expect(model.serving.candidates == 60)
  }
}
