import Foundation
import RankingCore
import TestSupport
import Testing

/// Models that CatBoost trained score to the same bits here. RANKD_LONG_TESTS=1 multiplies their number.
@Suite struct CatBoostParityTests {
  static let factor = ProcessInfo.processInfo.environment["RANKD_LONG_TESTS"] == "1" ? 5 : 1

  @Test(arguments: [
    ("floats", 80), ("branching", 36), ("classes", 24), ("categories", 64), ("rewritten", 16),
    ("infinite", 12), ("dropped", 24),
  ])
  func scoresAreBitEqual(kind: String, count: Int) throws {
    var tally = ParityTally()
    for test in try CatBoostOracle.cases(kind, count: count * Self.factor) {
      let model = try RankerModel(cbm: test.cbm)
      try tally.compare(model, test, "cbm")
      try tally.compare(RankerModel(catBoostJSON: model.catBoostJSON()), test, "cbm rewritten")
      guard let json = test.json else {
        // CatBoost has no JSON for infinite borders, and no other reason to refuse.
        let refusal = test.jsonRefusal ?? ""
        #expect(kind == "infinite" && refusal.contains("invalid float value"), "\(test.name): \(refusal)")
        continue
      }
      let read = try RankerModel(catBoostJSON: json)
      try tally.compare(read, test, "json")
      try tally.compare(RankerModel(catBoostJSON: read.catBoostJSON()), test, "json rewritten")
    }
    print("\(kind): \(tally)")
    #expect(tally.largest == 0 && tally.models["cbm"] == count * Self.factor)
    #expect(tally.models["cbm rewritten"] == tally.models["cbm"])
    #expect(tally.models["json"] == tally.models["json rewritten"] && tally.models["json"] ?? 0 > 0)
    #expect(tally.seen.isSuperset(of: Self.expected[kind] ?? []), "\(kind) has only \(tally.seen)")
  }

  /// What must occur among the models of a kind.
  private static let expected: [String: Set<String>] = [
    "floats": ["symmetric", "NaN AsFalse", "NaN AsTrue", "scale"],
    "branching": ["branching", "NaN AsFalse", "NaN AsTrue"],
    "classes": ["symmetric", "branching", "several outputs"],
    "categories": [
      "symmetric", "one-hot", "Borders", "Buckets", "BinarizedTargetMeanValue", "Counter", "combination",
      "several outputs", "branching with statistics",
    ],
    "rewritten": ["FeatureFreq", "FloatTargetMeanValue"],
    "infinite": ["infinite border", "symmetric", "branching"],
    "dropped": ["gap", "one-hot", "Borders"],
  ]

  /// CatBoost loads what we write of its models, erased features and infinite borders included, and scores the same.
  @Test(arguments: [("floats", 4), ("branching", 4), ("infinite", 6), ("dropped", 6)])
  func catBoostReadsWhatIsWritten(kind: String, count: Int) throws {
    for test in try CatBoostOracle.cases(kind, count: count, seed: 31) where test.categoryCount == 0 {
      let model = try RankerModel(cbm: test.cbm)
      // CatBoost takes rows in flat order, erased features included.
      let width = (model.floatFeatures.last?.flatIndex ?? -1) + 1
      let rows = test.rows.map { row in
        var flat = [Float](repeating: 0, count: max(1, width))
        for (feature, value) in zip(model.floatFeatures, row) { flat[feature.flatIndex] = value }
        return flat
      }
      let scores = try CatBoostJudge.scores(of: model.catBoostJSON(), rows: rows)
      // CatBoost's own reader of JSON rounds numbers of more than 15 digits.
      let worst = zip(scores, test.scores).map { abs($0 - $1[0]) / max(1, abs($0)) }.max() ?? 1
      #expect(worst < 1e-12, "\(test.name): off by \(worst)")
    }
  }

  /// The byte path beside CatBoost's own scores: close, and in the same order.
  @Test(arguments: [("floats", 60), ("branching", 40), ("large", 2)])
  func servedScoresAreCloseAndInOrder(kind: String, count: Int) throws {
    var served = 0
    var worst = 0.0
    for test in try CatBoostOracle.cases(kind, count: count * Self.factor, seed: 11) {
      let model = try RankerModel(cbm: test.cbm)
      #expect(kind != "large" || model.trees.count == 1000)
      let expected = test.scores.map { $0[0] }
      let scale = expected.reduce(1) { max($0, abs($1)) }
      for name in QuantisedRankerTests.instructionSets {
        let scores = QuantisedRankerTests.score(try QuantisedRanker(model, instructionSet: name), test.rows)
        for (a, b) in zip(scores, expected) {
          #expect(abs(a - b) <= 1e-6 * scale, "\(test.name), \(name): \(a) is not \(b)")
          worst = max(worst, abs(a - b) / scale)
        }
        for a in expected.indices {
          for b in 0..<a where abs(expected[a] - expected[b]) > 1e-6 * scale {
            #expect((scores[a] < scores[b]) == (expected[a] < expected[b]), "\(test.name), \(name)")
          }
        }
      }
      served += 1
    }
    print("\(kind): \(served) models on bytes under \(QuantisedRankerTests.instructionSets), off by \(worst)")
    #expect(served == count * Self.factor)
  }
}
