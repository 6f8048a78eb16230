import Foundation
import RankingCore
import RankingTraining
import Testing

struct SemanticRecipeTests {
  private let embeddings = TextFunnel.embeddings

  /// Bundles of before keep their configuration's digest.
  @Test func whatIsOffIsNotWritten() throws {
    let recipe = try JSONEncoder().encode(SemanticRecipe(clusters: 3, components: 2))
    #expect(
      try JSONDecoder().decode([String: Int].self, from: recipe).keys.sorted() == [
        "clusters", "components", "seed",
      ])
    let policy = try JSONEncoder().encode(ServingPolicy(candidates: 5, retrievalWeight: 1))
    #expect(
      try JSONDecoder().decode([String: Int].self, from: policy).keys.sorted() == [
        "candidates", "retrievalWeight",
      ])
  }

  @Test func whitenedComponentsVaryAlike() throws {
    let principal = try PrincipalComponents(of: embeddings, count: 6)
    for whitened in [false, true] {
      let parts = principal.parts(whitened: whitened)
      let variances = (0..<6).map { component in
        let values = (0..<embeddings.rows).map { row in
          (0..<12).reduce(0.0) {
            $0 + Double(embeddings[row: row][$1] - parts.mean[row: 0][$1])
              * Double(parts.components[row: component][$1])
          }
        }
        return values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
      }
      if whitened {
        for variance in variances { #expect(abs(variance - 1) < 1e-3) }
      } else {
        #expect(variances[0] > 3 * variances[5])
      }
    }
  }

  /// The projection that a bundle keeps puts an item where fitting put it.
  @Test(arguments: [false, true]) func aLaterItemIsPlacedAsTheFittedOnes(whitened: Bool) throws {
    let signals = try SemanticRecipe(clusters: 4, components: 6, whitened: whitened)
      .fit(embeddings, threads: 2)
    let projection = try #require(signals.projection)
    for item in 0..<embeddings.rows {
      let placed = projection.place(Array(embeddings[row: item]))
      #expect(placed.cluster == signals.clusters.base[item])
      for (one, other) in zip(placed.embedding, signals.embeddings[row: item]) {
        #expect(abs(one - other) < 1e-4)
      }
    }
  }

  /// Nothing to reduce: the embedding stays as it is, whitened on all its components, and a later item has a place.
  @Test(arguments: [0, 12, 100], [false, true])
  func asManyComponentsAsThereAre(_ components: Int, _ whitened: Bool) throws {
    let signals = try SemanticRecipe(clusters: 4, components: components, whitened: whitened)
      .fit(embeddings, threads: 2)
    #expect(signals.embeddings.columns == 12)
    #expect((signals.embeddings.flattened() == embeddings.flattened()) != whitened)
    let projection = try #require(signals.projection)
    for item in 0..<embeddings.rows {
      let placed = projection.place(Array(embeddings[row: item]))
      #expect(placed.cluster == signals.clusters.base[item])
      for (one, other) in zip(placed.embedding, signals.embeddings[row: item]) {
        #expect(abs(one - other) < 1e-4)
      }
    }
  }

  @Test(arguments: [1, 7, 500]) func neighboursAreTheClosest(count: Int) throws {
    let signals = try SemanticRecipe(clusters: 4, components: 6, neighbours: count).fit(
      embeddings, threads: 3)
    let lists = try #require(signals.neighbours)
    #expect(lists.items.columns == min(count, embeddings.rows - 1))
    for item in 0..<embeddings.rows {
      func cosine(_ other: Int) -> Float {
        zip(signals.embeddings[row: item], signals.embeddings[row: other]).reduce(0) { $0 + $1.0 * $1.1 }
      }
      let best = (0..<embeddings.rows).filter { $0 != item }.map(cosine).sorted(by: >)
      for (place, (near, similarity)) in zip(lists.items[row: item], lists.similarities[row: item])
        .enumerated()
      {
        #expect(abs(similarity - cosine(Int(near))) < 1e-5)
        #expect(abs(similarity - best[place]) < 1e-5)
      }
      #expect(Set(lists.items[row: item]).count == lists.items.columns)
    }
    let alone = try SemanticNeighbours(of: signals.embeddings, count: count, threads: 1)
    #expect(alone.items.flattened() == lists.items.flattened())
  }

  @Test func neighboursThatAreNoneAreRefused() throws {
    func lists(_ items: [Int32], _ cosines: [Float]) throws -> SemanticNeighbours {
      try SemanticNeighbours(
        items: Matrix(rows: 2, columns: 1, items), similarities: Matrix(rows: 2, columns: 1, cosines))
    }
    _ = try lists([1, 0], [0.5, 0.5])
    for (items, cosines): ([Int32], [Float]) in [
      ([0, 0], [1, 1]), ([1, 2], [1, 1]), ([1, -1], [1, 1]), ([1, 0], [1, .nan]),
    ] {
      #expect(throws: SemanticSignals.Invalid.self) { try lists(items, cosines) }
    }
    #expect(throws: SemanticSignals.Invalid.self) {
      try SemanticNeighbours(
        items: Matrix(rows: 3, columns: 2, [1, 2, 0, 2, 0, 1]),
        similarities: Matrix(rows: 3, columns: 2, [0.1, 0.2, 0.2, 0.1, 0.2, 0.1]))
    }
  }
}
