import RankingCore
import RankingTraining
import Testing

struct FactorProjectionTests {
  @Test func anItemThatNobodyMetGetsTheFactorsOfItsText() throws {
    let semantic = try TextFunnel.signals.get()
    let model = try TextFunnel.model(semantic: semantic) { configuration in
      configuration.retrieval.sources.insert(
        .init("text", .projectedFactors(.init(of: "als", regularization: 0.1))), at: 1)
      configuration.retrieval.fusion.weights["text"] = 0
    }
    let snapshot = try ModelSnapshot(version: "test", model: model)
    #expect(snapshot.assembler.features.contains { $0.name == "text.score" })
    let scratch = RetrievalScratch(catalogueSize: TextFunnel.items)
    let scores = AlignedStorage<Float>(count: TextFunnel.items)
    let source = try #require(model.sources.first { $0.name == "text" })
    for user in 0..<TextFunnel.users {
      #expect(source.score(snapshot.query(user: user), into: scores.base, scratch: scratch))
      // The last 20 items: 5 of each topic.
      func mean(_ isOwn: Bool) -> Float {
        let cold = (100..<120).filter { ($0 % 4 == user % 4) == isOwn }
        return cold.reduce(0) { $0 + scores.base[$1] } / Float(cold.count)
      }
      #expect(mean(true) > mean(false))
    }
    #expect(model.sources.map(\.name).prefix(2) == ["als", "text"])
  }

  @Test func whatItNeedsIsNamed() throws {
    func sources(_ of: String, embeddings: Matrix<Float>?) throws -> [String] {
      var recipe = RetrievalRecipe(
        sources: [.init("popularity", .popularity)], fusion: FusionConfiguration(weights: [:]))
      recipe.sources.append(.init("text", .projectedFactors(.init(of: of, regularization: 1))))
      recipe.sources.append(.init("closest", .closestText))
      return try recipe.train(
        TextFunnel.interactions, items: TextFunnel.items, demographics: [], embeddings: embeddings, threads: 1
      ).map(\.name)
    }
    #expect(try sources("als", embeddings: nil) == ["popularity"])
    for name in ["als", "popularity"] {
      let error = #expect(throws: TrainingError.self) { try sources(name, embeddings: TextFunnel.embeddings) }
      #expect(error?.code == .configuration && error?.message.contains("\"\(name)\"") == true)
    }
  }

  @Test func theClosestTextDecides() throws {
    let recipe = RetrievalRecipe(
      sources: [.init("closest", .closestText)], fusion: FusionConfiguration(weights: [:]))
    let embeddings = TextFunnel.embeddings
    let trained = try recipe.train(
      TextFunnel.interactions, items: TextFunnel.items, demographics: [], embeddings: embeddings, threads: 1)
    let source = try #require(trained.first)
    let history = TextFunnel.interactions.history(of: 3)
    let scores = AlignedStorage<Float>(count: TextFunnel.items)
    #expect(
      source.score(
        UserQuery(user: nil, history: history, demographics: .unknown, asOf: 0), into: scores.base,
        scratch: RetrievalScratch(catalogueSize: TextFunnel.items)))
    for item in 0..<TextFunnel.items {
      let cosines = history.items.map { seen in
        zip(embeddings[row: item], embeddings[row: Int(seen)]).reduce(Float(0)) { $0 + $1.0 * $1.1 }
      }
      #expect(abs(scores.base[item] - (cosines.max() ?? 0)) < 1e-5)
    }
  }
}
