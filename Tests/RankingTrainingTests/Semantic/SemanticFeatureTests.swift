import Foundation
import RankingCore
import RankingTraining
import Testing

/// Features of texts that are off by default: what they are, that serving ranks by them, that a bundle keeps them.
struct SemanticFeatureTests {
  private static let names = ["semantic.centroid", "semantic.max_similarity", "semantic.top5_similarity"]

  private static let model: Result<FunnelModel, any Error> = Result {
    try TextFunnel.model(semantic: TextFunnel.signals.get()) {
      $0.serving.semanticFeatures = [.similarity, .centroid, .similarity]
      $0.serving.diversity = ClusterDiversity(limit: 2, places: 8)
    }
  }

  private func snapshot() throws -> ModelSnapshot {
    try ModelSnapshot(version: "test", model: Self.model.get())
  }

  @Test func theDefaultHasNone() throws {
    let model = try TextFunnel.model(semantic: TextFunnel.signals.get())
    let features = try ModelSnapshot(version: "test", model: model).assembler.features.map(\.name)
    #expect(Set(features).isDisjoint(with: Self.names))
    #expect(try snapshot().assembler.features.map(\.name) == features + Self.names)
  }

  @Test func theyAreWhatTheirNamesSay() throws {
    let snapshot = try snapshot()
    let embeddings = try #require(snapshot.model.semantic).embeddings
    func dot(_ left: [Double], _ right: [Double]) -> Double {
      zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
    }
    func text(_ item: Int32) -> [Double] { embeddings[row: Int(item)].map { Double($0) } }
    for user in 0..<TextFunnel.users {
      let history = snapshot.model.interactions.history(of: user).items
      let centre = history.reduce([Double](repeating: 0, count: embeddings.columns)) {
        zip($0, text($1)).map { $0 + $1 }
      }
      try columns(snapshot, user: user) { candidates, column in
        for (row, candidate) in candidates.enumerated() {
          let cosines = history.map { dot(text($0), text(candidate)) }.sorted(by: >)
          let expected = [
            dot(centre, text(candidate)) / dot(centre, centre).squareRoot(), cosines[0],
            cosines.prefix(5).reduce(0, +) / Double(min(5, cosines.count)),
          ]
          for (name, value) in zip(Self.names, expected) {
            let found = Double(try column(name)[row])
            #expect(abs(found - value) < 1e-5, "user \(user), \(name)")
          }
        }
      }
    }
  }

  @Test func withoutHistoryTheyAreMissing() throws {
    let snapshot = try snapshot()
    let scratch = PipelineScratch(for: snapshot)
    let values = AlignedStorage<Float>(count: snapshot.assembler.features.count * 2)
    let items: [Int32] = [3, 4]
    _ = answer(snapshot, 0, topK: 1, scratch)
    items.withUnsafeBufferPointer {
      RankingPipeline(snapshot: snapshot).features(
        of: $0, user: nil, into: FeatureColumns(base: values.base, stride: 2), scratch: scratch)
    }
    let last = withExtendedLifetime(values) { Array(values.buffer.suffix(6)) }
    #expect(last.allSatisfy { $0.isNaN })
  }

  /// The float columns of training, quantised, are the bytes that serving ranks by.
  @Test func servingRanksByTheFeaturesOfTraining() throws {
    let snapshot = try snapshot()
    let ranker = try QuantisedRanker(try #require(snapshot.model.ranker))
    let scratch = PipelineScratch(for: snapshot)
    let features = snapshot.assembler.features.map(\.name)
    let own = features.indices.filter { Self.names.contains(features[$0]) && ranker.isUsed($0) }
    #expect(own.count == 3, "the trees read them all")
    for user in 0..<TextFunnel.users {
      let query = snapshot.query(user: user)
      let candidates = snapshot.candidates(for: query, limit: 50, scratch: scratch)
      let context = snapshot.context(query, candidates, count: candidates.count, scratch: scratch)
      let floats = AlignedStorage<Float>(count: features.count * 50)
      snapshot.assembler.fill(context, into: FeatureColumns(base: floats.base, stride: 50))
      let served = snapshot.bins(context, scratch: scratch)
      for feature in own {
        for row in 0..<candidates.count {
          let bin = ranker.quantise(feature: feature, value: floats.base[feature * 50 + row])
          #expect(bin == served[feature * scratch.stride + row])
        }
      }
    }
  }

  @Test func aBundleKeepsThemAndItsLists() throws {
    var model = try Self.model.get()
    model.semantic = try SemanticRecipe(clusters: TextFunnel.topics, components: 6, neighbours: 5)
      .fit(TextFunnel.embeddings, threads: 2)
    try EncoderFixture.withFolder { folder in
      let facts = BundleWriter.Facts(
        data: .init(
          fingerprint: "", configuration: "", users: 40, items: 120, interactions: 0, horizon: model.horizon),
        encoder: .init(
          id: "e", weights: "w", dimension: 12, texts: Catalogue.digest(of: TextFunnel.catalogue.texts())),
        metrics: [:], histograms: [], goldenUsers: Array(0..<20))
      let version = try BundleWriter(parent: folder.path, name: "texts").write(model, facts)
      let loaded = try ModelSnapshot.load(bundle: folder.appending(path: version).path)
      #expect(loaded.serving == model.serving)
      #expect(loaded.assembler.features.suffix(3).map(\.name) == Self.names)
      let (found, expected) = (loaded.model.semantic?.neighbours, model.semantic?.neighbours)
      #expect(found?.items.flattened() == expected?.items.flattened())
      #expect(found?.similarities.flattened() == expected?.similarities.flattened())
    }
  }

  @Test func whatCannotBeServedIsRefused() throws {
    let changes: [(inout FunnelModel) -> Void] = [
      { $0.semantic = nil }, { $0.serving.diversity?.limit = 0 }, { $0.serving.diversity?.places = 0 },
      { $0.serving.semanticFeatures = [.centroid] },
    ]
    for change in changes {
      var model = try Self.model.get()
      change(&model)
      let error = #expect(throws: BundleError.self) { try ModelSnapshot(version: "test", model: model) }
      #expect(error?.code == .malformed)
    }
  }

  /// At most two of a cluster among the first eight places, and less is the beginning of more.
  @Test func answersAreSpreadOverClusters() throws {
    let (spread, model) = (try snapshot(), try Self.model.get())
    var ranked = model
    ranked.serving.diversity = nil
    let plain = try ModelSnapshot(version: "plain", model: ranked)
    let clusters = try #require(model.semantic).clusters
    var changed = 0
    for user in 0..<TextFunnel.users {
      let (all, scores) = answer(spread, user, topK: 50)
      let (before, _) = answer(plain, user, topK: 50)
      #expect(Set(all) == Set(before))
      #expect(all[0] == before[0])
      #expect(zip(scores, scores.dropFirst()).allSatisfy { $0 >= $1 })
      let counts = Dictionary(grouping: all.prefix(8)) { clusters.base[Int($0)] }.mapValues(\.count)
      #expect(counts.values.allSatisfy { $0 <= 2 })
      for topK in [1, 5, 8, 20] { #expect(answer(spread, user, topK: topK).items == Array(all.prefix(topK))) }
      changed += all == before ? 0 : 1
    }
    #expect(changed > TextFunnel.users / 2)
  }

  private func answer(
    _ snapshot: ModelSnapshot, _ user: Int, topK: Int, _ scratch: PipelineScratch? = nil
  ) -> (items: [Int32], scores: [Double]) {
    let scratch = scratch ?? PipelineScratch(for: snapshot)
    return withExtendedLifetime(scratch) {
      let answer = RankingPipeline(snapshot: snapshot).answer(
        user: user, RankingRequest(user: .anonymous, topK: topK), scratch: scratch)
      return (Array(answer.items), Array(answer.scores))
    }
  }

  /// Calls `body` with the user's candidates and their columns by name.
  private func columns(
    _ snapshot: ModelSnapshot, user: Int,
    _ body: (_ candidates: [Int32], _ column: (String) throws -> [Float]) throws -> Void
  ) throws {
    let scratch = PipelineScratch(for: snapshot)
    let query = snapshot.query(user: user)
    let candidates = snapshot.candidates(for: query, limit: 50, scratch: scratch)
    let context = snapshot.context(query, candidates, count: candidates.count, scratch: scratch)
    let names = snapshot.assembler.features.map(\.name)
    let floats = AlignedStorage<Float>(count: names.count * 50)
    snapshot.assembler.fill(context, into: FeatureColumns(base: floats.base, stride: 50))
    let items = withExtendedLifetime(scratch) { Array(candidates.items) }
    try body(items) { name in
      let feature = try #require(names.firstIndex(of: name))
      return withExtendedLifetime(floats) {
        Array(UnsafeBufferPointer(start: floats.base + feature * 50, count: items.count))
      }
    }
  }
}
