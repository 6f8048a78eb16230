internal import RankingCore

/// What one bundle answers to the judged users.
struct JudgedBundle: Sendable {
  let metrics: StageMetrics
  /// Names of each user's first ten items.
  let firstTen: [[String]]
  /// How many answers are personal.
  let personal: Int
  /// Scores of their first ten items.
  let scores: [Double]

  init(_ snapshot: ModelSnapshot, _ hidden: HiddenPairs, threads: Int) {
    let slots = AnswerSlots(count: hidden.users.count)
    RowBlocks(threads: threads).forEach(
      hidden.users.count, state: { PipelineScratch(for: snapshot) }
    ) { place, scratch in
      let user = snapshot.catalogue.user(key: hidden.users[place])
      let answer = RankingPipeline(snapshot: snapshot).answer(
        user: user, RankingRequest(user: .anonymous, topK: Metric.depth), scratch: scratch)
      let scores = answer.servedBy == .personal ? Array(answer.scores.prefix(10)) : []
      slots.set(place, (Array(answer.items), scores))
    }
    let answers = slots.all
    metrics = StageMetrics(
      lists: answers.map(\.items), relevant: hidden.relevant(in: snapshot.catalogue),
      catalogueSize: snapshot.catalogue.itemCount)
    firstTen = answers.map { $0.items.prefix(10).map { snapshot.catalogue.itemKey(Int($0)) } }
    scores = answers.flatMap(\.scores)
    personal = answers.count { !$0.scores.isEmpty }
  }

  /// Mean share of a user's first ten items that `other` shows too.
  func overlap(_ other: JudgedBundle) -> Double {
    let shares = zip(firstTen, other.firstTen).map { own, their in
      own.isEmpty ? 0 : Double(Set(own).intersection(their).count) / Double(own.count)
    }
    return shares.reduce(0, +) / Double(max(1, shares.count))
  }

  /// Results of threads that each write their own users.
  private final class AnswerSlots: @unchecked Sendable {
    private let storage: UnsafeMutableBufferPointer<(items: [Int32], scores: [Double])>

    init(count: Int) {
      storage = .allocate(capacity: count)
      storage.initialize(repeating: ([], []))
    }

    deinit {
      storage.deinitialize()
      storage.deallocate()
    }

    func set(_ index: Int, _ answer: (items: [Int32], scores: [Double])) { storage[index] = answer }
    var all: [(items: [Int32], scores: [Double])] { Array(storage) }
  }
}
