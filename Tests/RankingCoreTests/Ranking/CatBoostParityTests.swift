import Foundation
import RankingCore
import Testing

/// Models that CatBoost trained score to the same bits here. RANKD_LONG_TESTS=1 multiplies their number.
@Suite struct CatBoostParityTests {
  static let factor = ProcessInfo.processInfo.environment["RANKD_LONG_TESTS"] == "1" ? 5 : 1

  @Test(arguments: [
    ("floats", 80), ("branching", 36), ("classes", 24), ("categories", 64), ("rewritten", 16),
  ])
  func scoresAreBitEqual(kind: String, count: Int) throws {
    var compared = 0
    for test in try CatBoostOracle.cases(kind, count: count * Self.factor) {
      compared += try check(RankerModel(cbm: test.cbm), test, "cbm")
      let rewritten = try RankerModel(catBoostJSON: RankerModel(cbm: test.cbm).catBoostJSON())
      compared += try check(rewritten, test, "cbm rewritten")
      if let json = test.json {
        compared += try check(RankerModel(catBoostJSON: json), test, "json")
        let again = try RankerModel(catBoostJSON: RankerModel(catBoostJSON: json).catBoostJSON())
        compared += try check(again, test, "json rewritten")
      }
    }
    #expect(compared > count * 60)
  }

  /// The byte path beside CatBoost's own scores: close, and in the same order.
  @Test(arguments: [("floats", 60), ("branching", 40)])
  func servedScoresAreCloseAndInOrder(kind: String, count: Int) throws {
    var served = 0
    for test in try CatBoostOracle.cases(kind, count: count * Self.factor, seed: 11) {
      let model = try RankerModel(cbm: test.cbm)
      for name in QuantisedRankerTests.instructionSets {
        guard let ranker = try? QuantisedRanker(model, instructionSet: name) else { continue }
        let scores = QuantisedRankerTests.score(ranker, test.rows)
        let expected = test.scores.map { $0[0] }
        let scale = expected.reduce(1) { max($0, abs($1)) }
        for (a, b) in zip(scores, expected) {
          #expect(abs(a - b) <= 1e-6 * scale, "\(test.name), \(name): \(a) is not \(b)")
        }
        for a in expected.indices {
          for b in 0..<a where abs(expected[a] - expected[b]) > 1e-6 * scale {
            #expect((scores[a] < scores[b]) == (expected[a] < expected[b]), "\(test.name), \(name)")
          }
        }
        served += 1
      }
    }
    #expect(served >= count)
  }

  private func check(_ model: RankerModel, _ test: CatBoostOracle.Case, _ format: String) throws -> Int {
    let scorer = ReferenceScorer(model)
    for (index, row) in test.rows.enumerated() {
      let score = try scorer.score(row: row, categories: test.categories[index])
      #expect(
        score.map(\.bitPattern) == test.scores[index].map(\.bitPattern),
        "\(test.name), \(format), row \(index): \(score) is not \(test.scores[index])")
      if score.map(\.bitPattern) != test.scores[index].map(\.bitPattern) { return 0 }
    }
    return test.rows.count
  }
}
