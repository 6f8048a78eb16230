import Foundation
import RPCTransport
import RankingCore
import RankingTraining
import RankingWire
import Testing

/// The bundle that `rankctl train` made of MovieLens 100K, as `make test` has it made before.
@Suite struct MovieLensTests {
  private static let bundle =
    (ProcessInfo.processInfo.environment["RANKD_HOME"] ?? ".rankd") + "/bundles/current"

  @Test(.timeLimit(.minutes(10)))
  func allUsersGetTheTwoStageListsOfTheEvaluation() async throws {
    let snapshot = try ModelSnapshot.load(bundle: Self.bundle)
    try #require(snapshot.catalogue.userCount == MovieLens100K.users)
    let lists = try #require(RankingRun.collect(snapshot, threads: 2).stages.last).lists
    try await LiveRankd.with("movielens", bundle: Self.bundle) { live in
      let client = try await live.client()
      for user in 0..<snapshot.catalogue.userCount {
        let answer = try await client.recommend(
          RecommendRequestMessage(user: .id(snapshot.catalogue.userID(user)), topK: 10))
        #expect(answer.items == lists[user].prefix(10).map { snapshot.catalogue.itemID(Int($0)) })
      }
      await client.close()
    }
  }

  /// The float columns that training sees, quantised, are the bytes that serving ranks by.
  @Test(.timeLimit(.minutes(10)))
  func servingRanksByTheFeaturesOfTraining() throws {
    let snapshot = try ModelSnapshot.load(bundle: Self.bundle)
    let ranker = try QuantisedRanker(try #require(snapshot.model.ranker))
    let scratch = PipelineScratch(for: snapshot)
    let (limit, features) = (snapshot.serving.candidates, snapshot.assembler.features.count)
    let columns = AlignedStorage<Float>(count: features * limit)
    var rows = 0
    for user in stride(from: 0, to: snapshot.catalogue.userCount, by: 10) {
      let query = snapshot.query(user: user)
      let candidates = snapshot.candidates(for: query, limit: limit, scratch: scratch)
      let context = snapshot.context(query, candidates, count: candidates.count, scratch: scratch)
      snapshot.assembler.fill(context, into: FeatureColumns(base: columns.base, stride: limit))
      let served = snapshot.bins(context, scratch: scratch)
      for feature in 0..<features where ranker.isUsed(feature) {
        for row in 0..<candidates.count {
          let bin = ranker.quantise(feature: feature, value: columns.base[feature * limit + row])
          #expect(bin == served[feature * scratch.stride + row], "user \(user), feature \(feature)")
        }
      }
      rows += candidates.count
    }
    #expect(rows >= 10_000)
  }

  /// 10,000 of the trainer's own rows, those of the first users of an inner fold, replayed through the pipeline that
  /// answers requests, over that fold's snapshot with the bundle's ranker: features equal to the bit, and answers are
  /// the ranker's scores of the training rows.
  @Test(.timeLimit(.minutes(10)))
  func trainingRowsReplayThroughTheServingPath() throws {
    let bundle = try ModelSnapshot.load(bundle: Self.bundle)
    var configuration = FunnelConfiguration.movieLens100K
    configuration.rankerRows.folds = 1
    let interactions = bundle.model.interactions
    let rows = try RankerRows(
      configuration: configuration, catalogue: bundle.catalogue, semantic: bundle.model.semantic, threads: 2
    ).make(interactions)
    let folds = InnerFolds(
      folds: 1, holdout: configuration.rankerRows.holdout, seed: configuration.seed)
    let fold = try #require(folds.cut(interactions).first)
    var model = try FunnelTrainer(configuration: configuration, threads: 2).retrievalModel(
      catalogue: bundle.catalogue,
      interactions: Interactions(users: interactions.userCount, events: fold.visible),
      semantic: bundle.model.semantic)
    model.ranker = bundle.model.ranker
    let replay = try ReplayedRows(rows, on: ModelSnapshot(version: "inner", model: model))
    let users = fold.hidden.indices.filter { !fold.hidden[$0].isEmpty }
    var replayed = 0
    for (group, user) in users.enumerated() where replayed < 10_000 {
      replayed += try replay.check(group: group, user: user)
    }
    #expect(replayed >= 10_000)
  }
}
