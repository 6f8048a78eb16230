import RankingCore
import Testing
import TestSupport

/// Damaged model files give errors, never a crash, whatever they look like.
@Suite struct HostileModelTests {
  @Test(arguments: ["floats", "branching", "classes", "categories"])
  func truncationsAndFlipsDoNotCrash(kind: String) throws {
    let test = try #require(try CatBoostOracle.cases(kind, count: 1, seed: 7).first)
    var random = TestRandom(seed: 3)
    for (bytes, isJSON) in [(test.cbm, false), (test.json ?? [], true)] where !bytes.isEmpty {
      // JSON is slow to read: fewer trials.
      for trial in 0..<(isJSON ? 150 : 3000) {
        var damaged = bytes
        if trial % 3 == 0 {
          damaged.removeLast(Int.random(in: 1...bytes.count, using: &random))
        } else {
          for _ in 0..<(1 << (trial % 4)) {
            damaged[Int.random(in: 0..<bytes.count, using: &random)] = UInt8(
              truncatingIfNeeded: random.next())
          }
        }
        tryOut(damaged, isJSON, test)
      }
    }
  }

  /// Every prefix of a file, and every byte changed in turn.
  @Test(arguments: ["floats", "branching", "categories"])
  func everyByteMayEndOrChange(kind: String) throws {
    let all = try CatBoostOracle.cases(kind, count: 6, seed: 21)
    for isJSON in [false, true] {
      let small = all.filter { $0.json != nil }.min { $0.bytes(isJSON).count < $1.bytes(isJSON).count }
      let test = try #require(small)
      let bytes = test.bytes(isJSON)
      var random = TestRandom(seed: 5)
      // The text of a JSON model is long, and its tail much like its head.
      for at in 0..<min(bytes.count, isJSON ? 3000 : bytes.count) {
        let cut = Array(bytes[..<at])
        let model = try? isJSON ? RankerModel(catBoostJSON: cut) : RankerModel(cbm: cut)
        #expect(model == nil, "\(kind), the first \(at) bytes load")
        var damaged = bytes
        damaged[at] = UInt8(truncatingIfNeeded: random.next())
        tryOut(damaged, isJSON, test)
      }
    }
  }

  /// What CatBoost trains on texts and embeddings, which it writes to no JSON.
  @Test(arguments: [("text", "text features"), ("embedding", "embedding features")])
  func namesWhatABinaryModelNeeds(kind: String, named: String) throws {
    let test = try #require(try CatBoostOracle.cases(kind, count: 1).first)
    #expect(
      throws: RankerModelError(.unsupported, "the model uses \(named), which this reader does not serve")
    ) {
      try RankerModel(cbm: test.cbm)
    }
  }

  @Test func namesWhatIsUnsupported() {
    let text = #"{"features_info":{"text_features":[{}]},"oblivious_trees":[]}"#
    #expect(
      throws: RankerModelError(.unsupported, "the model uses text features, which this reader does not serve")
    ) {
      try RankerModel(catBoostJSON: Array(text.utf8))
    }
  }

  @Test(arguments: [
    "", "[]", "{}", "nul", #"{"features_info":{}}"#, #"{"features_info":{},"oblivious_trees":[{}]}"#,
    #"{"features_info":{},"oblivious_trees":[{"leaf_values":[]}]}"#,
    #"{"features_info":{},"oblivious_trees":[{"leaf_values":[1,2],"splits":[{"float_feature_index":3,"border":1}]}]}"#,
    #"{"features_info":{},"trees":[{"split":{"float_feature_index":0,"border":1}}]}"#,
    String(repeating: "[", count: 100_000),
    #"{"features_info":{},"trees":["# + String(repeating: #"{"left":"#, count: 50_000),
  ])
  func refusesOddJSON(text: String) {
    #expect(throws: RankerModelError.self) { try RankerModel(catBoostJSON: Array(text.utf8)) }
  }

  @Test func refusesLeavesThatAreNotFinite() {
    for value in [Double.nan, .infinity, 1e308] {
      let tree = RankerTree(
        shape: .symmetric([.float(feature: 0, border: 0)]), leafValues: [value, -1e308])
      let model = RankerModel(floatFeatures: [.init(name: "x", flatIndex: 0, borders: [0])], trees: [tree])
      #expect(throws: RankerModelError.self) { try QuantisedRanker(model) }
    }
  }

  /// Whatever loads must also score and be written without a crash.
  private func tryOut(_ bytes: [UInt8], _ isJSON: Bool, _ test: CatBoostOracle.Case) {
    guard let model = try? isJSON ? RankerModel(catBoostJSON: bytes) : RankerModel(cbm: bytes) else { return }
    guard model.floatFeatures.count == test.floatCount else { return }
    _ = try? ReferenceScorer(model).score(row: test.rows[0], categories: test.categories[0])
    if let ranker = try? QuantisedRanker(model) { _ = QuantisedRankerTests.score(ranker, [test.rows[0]]) }
    _ = try? model.predictionValuesChange()
    _ = try? TreeShap(model).contributions(row: test.rows[0], categories: test.categories[0])
    _ = model.catBoostJSON()
  }
}

extension CatBoostOracle.Case {
  fileprivate func bytes(_ isJSON: Bool) -> [UInt8] { isJSON ? json ?? [] : cbm }
}
