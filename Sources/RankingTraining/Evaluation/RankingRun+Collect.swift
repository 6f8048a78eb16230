package import RankingCore

extension RankingRun {
  /// Every user's lists by every stage of `snapshot`, through the code that serves: `als` alone, the fused
  /// sources, and the whole funnel.
  package static func collect(_ snapshot: ModelSnapshot, threads: Int) -> RankingRun {
    let users = snapshot.catalogue.userCount
    let lists = UserLists(users: users)
    RowBlocks(threads: threads).forEach(users, state: { PipelineScratch(for: snapshot) }) { user, scratch in
      lists.set(user, Self.lists(snapshot, user: user, scratch))
    }
    return RankingRun(stages: [
      Stage(name: "als", lists: lists.all.map(\.als)), Stage(name: "fused", lists: lists.all.map(\.fused)),
      Stage(name: "two_stage", lists: lists.all.map(\.twoStage)),
    ])
  }

  private struct Lists: Sendable {
    var als: [Int32] = []
    var fused: [Int32] = []
    var twoStage: [Int32] = []
  }

  private static func lists(_ snapshot: ModelSnapshot, user: Int, _ scratch: PipelineScratch) -> Lists {
    let query = snapshot.query(user: user)
    let request = RankingRequest(user: .anonymous, topK: Metric.depth)
    let pipeline = RankingPipeline(snapshot: snapshot)
    let twoStage = Array(pipeline.answer(user: user, request, scratch: scratch).items)
    guard query.history.count > 0 else { return Lists(als: twoStage, fused: twoStage, twoStage: twoStage) }
    let fused = Array(snapshot.candidates(for: query, limit: Metric.depth, scratch: scratch).items)
    let als = snapshot.candidates(ofSource: "als", for: query, limit: Metric.depth, scratch: scratch)
    return Lists(als: als.map { Array($0.items) } ?? fused, fused: fused, twoStage: twoStage)
  }

  /// Results of threads that each write their own users.
  private final class UserLists: @unchecked Sendable {
    private let storage: UnsafeMutableBufferPointer<Lists>

    init(users: Int) {
      storage = .allocate(capacity: users)
      storage.initialize(repeating: Lists())
    }

    deinit {
      storage.deinitialize()
      storage.deallocate()
    }

    func set(_ user: Int, _ lists: Lists) { storage[user] = lists }
    var all: [Lists] { Array(storage) }
  }
}
