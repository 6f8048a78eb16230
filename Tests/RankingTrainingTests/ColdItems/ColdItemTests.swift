import Foundation
import RankingCore
import RankingTraining
import Testing

struct ColdItemTests {
  /// NDCG@10 and AUC of one user, as their definitions say.
  private func slow(_ scores: [Float], _ relevant: Set<Int>) -> (ndcg: Double, auc: Double) {
    let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
    let gain = order.prefix(10).enumerated().reduce(0.0) {
      $0 + (relevant.contains($1.element) ? 1 / log2(Double($1.offset) + 2) : 0)
    }
    let ideal = (0..<min(10, relevant.count)).reduce(0.0) { $0 + 1 / log2(Double($1) + 2) }
    var (won, pairs) = (0.0, 0.0)
    for good in relevant {
      for bad in scores.indices where !relevant.contains(bad) {
        pairs += 1
        won += scores[good] > scores[bad] ? 1 : scores[good] == scores[bad] ? 0.5 : 0
      }
    }
    return (gain / ideal, won / pairs)
  }

  @Test func figuresAreTheDefinitions() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<50 {
      let scores = (0..<23).map { _ in Float(Int.random(in: 0..<8, using: &random)) }
      let relevant = Set((0..<23).filter { _ in Int.random(in: 0..<4, using: &random) == 0 } + [3])
      let figures = ColdItemFigures(
        scores: Matrix(rows: 2, columns: 23, scores + scores),
        relevant: [relevant.sorted().map { Int32($0) }, []])
      let expected = slow(scores, relevant)
      #expect(abs(figures.ndcg10 - expected.ndcg) < 1e-12 && abs(figures.auc - expected.auc) < 1e-12)
    }
  }

  private func catalogue(_ items: Int, users: Int, years: Int = 49) throws -> Catalogue {
    try Catalogue(
      items: CatalogueIdentifiers(ids: (0..<items).map { Int64($0) }),
      users: CatalogueIdentifiers(ids: (0..<users).map { Int64($0) }),
      titles: (0..<items).map { "Film \($0)" },
      years: (0..<items).map { Int32(1950 + $0 % years) },
      genreMasks: (0..<items).map { 1 << UInt64($0 % 3) },
      genreNames: ["a", "b", "c"],
      people: Array(repeating: Demographics(age: -1, gender: -1, occupation: -1), count: users),
      genderNames: [], occupationNames: [])
  }

  /// User u meets items of genre u mod 3.
  private func events(_ items: Int, users: Int) -> [Interactions.Event] {
    (0..<users).flatMap { user in
      (0..<items).filter { $0 % 3 == user % 3 && ($0 + user) % 2 == 0 }.map {
        Interactions.Event(user: Int32(user), item: Int32($0), rating: 4, timestamp: Int64(1000 + $0))
      }
    }
  }

  @Test func nothingOfAColdItemIsSeen() throws {
    let events = events(120, users: 40)
    let problem = ColdItemProblem(catalogue: try catalogue(120, users: 40), events: events, residue: 3)
    #expect(problem.cold == Array(stride(from: 3, to: 120, by: 10)))
    #expect(problem.warm.count == 108)
    let seen = Set(problem.interactions.items[row: 0].map { Int($0) })
    #expect(seen.isDisjoint(with: problem.cold))
    #expect(problem.relevant.map(\.count).reduce(0, +) + problem.interactions.entryCount == events.count)
    let inner = problem.inner(folds: 4, seed: 1)
    #expect(inner.map(\.cold.count).reduce(0, +) == 108)
    for part in inner { #expect(Set(part.cold + part.warm).isDisjoint(with: problem.cold)) }
  }

  @Test func metadataFindsColdItemsThatRandomDoesNot() throws {
    let catalogue = try catalogue(120, users: 40)
    let ablation = try ColdItemAblation(
      catalogue: catalogue, events: events(120, users: 40), embeddings: Matrix(rows: 120, columns: 0, []),
      threads: 2)
    let results = try ablation.run(residues: [1, 2], systems: [.random, .metadata, .kernel, .all])
    let auc = results.map(\.mean.auc)
    // So few events leave the collaborative space, and what is projected into it, next to nothing.
    #expect(abs(auc[0] - 0.5) < 0.1 && auc[3] > 0.9, "\(auc)")
    let again = try ablation.run(residues: [1, 2], systems: [.all])
    #expect(again[0].residues == results[3].residues)
  }

  /// The same class of model without texts, where texts say which of two like items a user meets.
  @Test func whatTextsAddIsToldInTheSameClassOfModel() throws {
    let (items, users) = (120, 40)
    func half(_ item: Int) -> Int { item / 30 % 2 }
    // Of a genre's items every user meets those of one half, and only the text tells the halves apart.
    let events = (0..<users).flatMap { user in
      (0..<items).filter { $0 % 3 == user % 3 && half($0) == user / 3 % 2 }.map {
        Interactions.Event(user: Int32(user), item: Int32($0), rating: 4, timestamp: Int64(1000 + $0))
      }
    }
    let embeddings = Matrix<Float>(
      rows: items, columns: 2, (0..<items).flatMap { half($0) == 0 ? [Float(1), 0] : [0, 1] })
    let ablation = try ColdItemAblation(
      catalogue: try catalogue(items, users: users, years: 1), events: events, embeddings: embeddings,
      threads: 2)
    let results = try ablation.run(
      residues: [1, 2], systems: [.metadataKernel, .kernel, .metadataAll, .all])
    let gains = ColdItemComparison.ofTexts(results)
    #expect(gains.map(\.system) == [.kernel, .all] && gains.map(\.over) == [.metadataKernel, .metadataAll])
    for gain in gains { #expect(gain.gain.low <= gain.gain.value && gain.gain.value <= gain.gain.high) }
    #expect(gains[1].gain.low > 0.05 && gains[1].wins == 2, "\(gains)")
    #expect(ColdItemComparison.ofTexts(results) == gains)
    // What ignores texts is the same under any texts.
    let other = try ColdItemAblation(
      catalogue: ablation.catalogue, events: events,
      embeddings: Matrix<Float>(rows: items, columns: 1, [Float](repeating: 1, count: items)), threads: 2
    ).run(residues: [1, 2], systems: [.metadataKernel, .metadataAll])
    #expect(other.map(\.residues) == [results[0].residues, results[2].residues])
  }

  @Test func ofTheSameFiguresTheGainIsZero() {
    let figures = ColdItemFigures(
      scores: Matrix(rows: 3, columns: 4, [4, 3, 2, 1, 1, 2, 3, 4, 1, 1, 1, 1]), relevant: [[0], [1, 2], []])
    #expect(figures.users.map { $0 != nil } == [true, true, false])
    let result = ColdItemAblation.Result(system: .all, residues: [figures, figures])
    let comparison = ColdItemComparison(result, over: result)
    #expect((comparison.gain.value, comparison.gain.low, comparison.gain.high) == (0, 0, 0))
    #expect(comparison.wins == 0 && comparison.residues == 2)
  }

  @Test func tooManyItemsForAKernelAreAnError() throws {
    let count = ItemKernel.limit + 1
    let facts = ItemFacts(
      catalogue: TestCatalogue.make(users: 1, items: count), embeddings: Matrix(rows: count, columns: 0, []))
    let error = #expect(throws: TrainingError.self) { _ = try ItemKernel(facts) }
    #expect("\(error.map { "\($0)" } ?? "")".contains("at most 20000 items, got 20001"))
  }
}
