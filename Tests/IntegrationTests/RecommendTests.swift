import RPCTransport
import RankingCore
import RankingTraining
import RankingWire
import Testing

@Suite struct RecommendTests {
  @Test(.timeLimit(.minutes(10)))
  func everyUsersAnswerIsTheListOfTheEvaluation() async throws {
    let snapshot = try SampleBundle.snapshot()
    let lists = try #require(RankingRun.collect(snapshot, threads: 2).stages.last).lists
    try await LiveRankd.with("all-users", ["--threads", "2"]) { live in
      let client = try await live.client()
      for user in 0..<SampleBundle.users {
        let id = snapshot.catalogue.userID(user)
        let answer = try await client.recommend(.init(user: .id(id), topK: 10))
        #expect(
          answer.items == lists[user].prefix(10).map { snapshot.catalogue.itemID(Int($0)) }, "user \(id)")
        #expect(answer.servedBy == .personal)
        #expect(answer.modelVersion == snapshot.version)
        #expect(answer.status == "success")
      }
      await client.close()
    }
  }

  @Test(
    .timeLimit(.minutes(10)),
    arguments: [
      (UserReference.anonymous, ServedBy.trending), (.id(-5), .trending), (.id(Int64.max), .trending),
      (.key("nobody"), .trending), (.id(81), .demographics),
    ])
  func usersWithoutHistoryFallDownTheChain(_ user: UserReference, _ step: ServedBy) async throws {
    try await LiveRankd.with("chain-\(user)") { live in
      let client = try await live.client()
      let answer = try await client.recommend(.init(user: user, topK: 7))
      #expect(answer.items.count == 7)
      #expect(Set(answer.items).count == 7)
      #expect(answer.scores == answer.scores.sorted(by: >))
      #expect(answer.servedBy == step)
      await client.close()
    }
  }

  @Test(.timeLimit(.minutes(10)))
  func moreItemsThanThereAreGivesAllThatAreEligible() async throws {
    let snapshot = try SampleBundle.snapshot()
    try await LiveRankd.with("all-items") { live in
      let client = try await live.client()
      let answer = try await client.recommend(.init(user: .id(1), topK: 1000))
      let user = try #require(snapshot.catalogue.user(id: 1))
      let seen = Set(snapshot.query(user: user).history.items.map { snapshot.catalogue.itemID(Int($0)) })
      #expect(seen.isDisjoint(with: answer.items))
      #expect(answer.items.count == SampleBundle.items - seen.count)
      #expect(answer.scores == answer.scores.sorted(by: >))
      await client.close()
    }
  }
}
