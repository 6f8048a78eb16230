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
    let lists = ThreadSlots<[Int32]>(count: model.interactions.userCount, empty: [])
    let items = model.catalogue.itemCount
    RowBlocks(threads: threads).forEach(
      model.interactions.userCount, state: { RetrievalScratch(catalogueSize: items) }
    ) { user, scratch in
      let history = model.interactions.history(of: user)
      let deny = DenyList(history, items: items).words
      let query = UserQuery(
        user: user, history: history, demographics: model.catalogue.people[user], asOf: model.horizon)
      lists.set(user, Array(stage.run(query, deny: deny, limit: Metric.depth, scratch: scratch).items))
    }
    return lists.all
  }
}
