package import RankingCore

extension LeaveOneOutReport {
  /// Sources that `model` fuses with a weight, in order.
  package static func sources(of model: FunnelModel) -> [String] {
    model.sources.map(\.name).filter { (model.fusion.weights[$0] ?? 0) != 0 }
  }

  /// Every user's lists under the fusion of `model`, without each source and by each source alone.
  package static func collect(_ model: FunnelModel, threads: Int) -> Lists {
    let sources = sources(of: model)
    func lists(_ weights: [String: Float]) -> [[Int32]] {
      var fusion = model.fusion
      fusion.weights = weights
      let used = model.sources.filter { weights[$0.name] != nil }
      return fusedLists(
        model,
        RetrievalStage(
          sources: used, fusion: fusion, catalogueSize: model.catalogue.itemCount), threads)
    }
    let weights = model.fusion.weights.filter { $0.value != 0 }
    return Lists(
      fused: lists(weights), without: sources.map { name in lists(weights.filter { $0.key != name }) },
      alone: sources.map { lists([$0: 1]) })
  }

  private static func fusedLists(
    _ model: FunnelModel, _ stage: RetrievalStage, _ threads: Int
  ) -> [[Int32]] {
    let lists = ListSlots(count: model.interactions.userCount)
    let items = model.catalogue.itemCount
    RowBlocks(threads: threads).forEach(
      model.interactions.userCount, state: { RetrievalScratch(catalogueSize: items) }
    ) { user, scratch in
      let history = model.interactions.history(of: user)
      var deny = [UInt64](repeating: 0, count: (items + 63) / 64)
      for item in history.items { deny[Int(item) / 64] |= 1 << UInt64(item % 64) }
      let query = UserQuery(
        user: user, history: history, demographics: model.catalogue.people[user], asOf: model.horizon)
      lists.set(user, Array(stage.run(query, deny: deny, limit: Metric.depth, scratch: scratch).items))
    }
    return lists.all
  }

  /// Results of threads that each write their own users.
  private final class ListSlots: @unchecked Sendable {
    private let storage: UnsafeMutableBufferPointer<[Int32]>

    init(count: Int) {
      storage = .allocate(capacity: count)
      storage.initialize(repeating: [])
    }

    deinit {
      storage.deinitialize()
      storage.deallocate()
    }

    func set(_ index: Int, _ list: [Int32]) { storage[index] = list }
    var all: [[Int32]] { Array(storage) }
  }
}
