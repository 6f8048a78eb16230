import RankingCore
import Testing
import TestSupport

/// The byte path against the slow scorer, under every instruction set that runs here.
@Suite struct QuantisedRankerTests {
  /// The instruction sets that run here; scalar code runs everywhere.
  static let instructionSets: [String] = ["scalar", "avx2", "avx512", "neon"].filter {
    HistogramKernels(instructionSet: $0) != nil
  }

  @Test func someInstructionSetsRunHere() {
    print("kernels are tested under \(Self.instructionSets)")
    #expect(Self.instructionSets.first == "scalar")
    #if arch(arm64)
      #expect(Self.instructionSets.contains("neon"))
    #endif
  }

  /// Trees of any shape have the same bits under every instruction set.
  @Test(arguments: [1, 2, 5, 40], [1, 64, 129])
  func branchingTreesEqualTheReference(leaves: Int, count: Int) throws {
    var random = TestRandom(seed: UInt64(leaves * 1000 + count))
    let model = RandomModel.branching(features: 7, trees: 37, leaves: leaves, &random)
    let rows = RandomModel.rows(of: model, count: count, &random)
    try Self.equalsTheReference(model, rows)
  }

  /// Within the error a ranker states of itself, and to the same bits under every instruction set.
  private static func equalsTheReference(
    _ model: RankerModel, _ rows: [[Float]], and check: (QuantisedRanker) -> Void = { _ in }
  ) throws {
    let reference = ReferenceScorer(model)
    let expected = try rows.map { try reference.score(row: $0)[0] }
    var first: [UInt64]?
    for name in instructionSets {
      let ranker = try QuantisedRanker(model, instructionSet: name)
      let scores = score(ranker, rows)
      for (a, b) in zip(scores, expected) { #expect(abs(a - b) <= ranker.maximumError, "\(name)") }
      check(ranker)
      #expect(first == nil || first == scores.map(\.bitPattern), "\(name) has other bits")
      first = scores.map(\.bitPattern)
    }
    #expect(first != nil)
  }

  /// One wide tree leaves too few bits for many flat ones.
  @Test func refusesWhatRoundingWouldSpoil() throws {
    let condition = [RankerTree.Condition.float(feature: 0, border: 0)]
    let wide = RankerTree(shape: .symmetric(condition), leafValues: [0, 1])
    let flat = RankerTree(shape: .symmetric(condition), leafValues: [0, 1e-9])
    let feature = RankerModel.FloatFeature(name: "x", flatIndex: 0, borders: [0])
    let fine = RankerModel(floatFeatures: [feature], trees: [wide] + Array(repeating: flat, count: 200))
    #expect(try QuantisedRanker(fine).maximumError < 1e-6)
    let coarse = RankerModel(floatFeatures: [feature], trees: [wide] + Array(repeating: flat, count: 2000))
    let error = #expect(throws: RankerModelError.self) { try QuantisedRanker(coarse) }
    #expect(error?.code == .limitExceeded && error?.message.contains("28 bits") ?? false, "\(error as Any)")
  }

  @Test(arguments: [0, 1, 2, 3, 5, 6, 7, 9], [1, 3, 64, 129, 200])
  func scoresEqualTheReference(depth: Int, count: Int) throws {
    var random = TestRandom(seed: UInt64(depth * 1000 + count))
    let model = RandomModel.make(features: 7, trees: 37, depth: depth, &random)
    let rows = RandomModel.rows(of: model, count: count, &random)
    try Self.equalsTheReference(model, rows) { #expect($0.maximumError < 1e-6) }
  }

  /// Conditions whose answer all candidates share are asked once and change no bit.
  @Test(arguments: [1, 3, 5, 6, 8], [1, 33, 100, 128, 200])
  func sharedFeaturesChangeNothing(depth: Int, count: Int) throws {
    var random = TestRandom(seed: UInt64(depth * 1000 + count))
    let model = RandomModel.make(features: 6, trees: 83, depth: depth, &random)
    let shared: Set<Int> = [1, 4, 5]
    var rows = RandomModel.rows(of: model, count: count, &random)
    for row in rows.indices {
      for feature in shared { rows[row][feature] = rows[0][feature] }
    }
    for name in Self.instructionSets {
      guard let plain = try? QuantisedRanker(model, instructionSet: name) else { continue }
      let parted = try QuantisedRanker(model, sharedFeatures: shared, instructionSet: name)
      let (expected, scores) = (Self.score(plain, rows), Self.score(parted, rows))
      #expect(scores.map(\.bitPattern) == expected.map(\.bitPattern), "\(name)")
    }
  }

  /// Bins above 127 are compared as unsigned bytes.
  @Test(arguments: [127, 128, 255])
  func bordersOfAnyNumberAreTold(borders: Int) throws {
    let cuts = (0..<borders).map { Float($0) }
    let trees = cuts.map { cut in
      RankerTree(shape: .symmetric([.float(feature: 0, border: cut)]), leafValues: [0, Double(cut + 1)])
    }
    let model = RankerModel(floatFeatures: [.init(name: "x", flatIndex: 0, borders: cuts)], trees: trees)
    let rows = (0..<130).map { [Float($0 * borders / 128) - 0.5] }
    let expected = rows.map { row in cuts.reduce(0) { $0 + (row[0] > $1 ? Double($1 + 1) : 0) } }
    for name in Self.instructionSets {
      guard let ranker = try? QuantisedRanker(model, instructionSet: name) else { continue }
      for (a, b) in zip(Self.score(ranker, rows), expected) {
        #expect(abs(a - b) <= ranker.maximumError, "\(name)")
      }
    }
  }

  @Test func manyTreesDoNotOverflow() throws {
    var random = TestRandom(seed: 9)
    let model = RandomModel.make(features: 3, trees: 1301, depth: 6, &random)
    let rows = RandomModel.rows(of: model, count: 130, &random)
    let reference = ReferenceScorer(model)
    let ranker = try QuantisedRanker(model)
    for (row, score) in zip(rows, Self.score(ranker, rows)) {
      #expect(abs(score - (try reference.score(row: row)[0])) <= ranker.maximumError)
    }
  }

  @Test(arguments: [0, 1, 2, 3, 15, 16, 31, 32, 63, 64, 127, 128, 254, 255])
  func binsCountBordersBelow(borders: Int) throws {
    var random = TestRandom(seed: UInt64(borders))
    let cuts = Set((0..<borders).map { _ in Float(random.normal()) }).sorted()
    for treatment in [RankerModel.NaNTreatment.asIs, .asFalse, .asTrue] {
      let model = RankerModel(
        floatFeatures: [
          .init(name: "x", flatIndex: 0, hasNaNs: true, nanTreatment: treatment, borders: cuts)
        ], trees: [])
      let values: [Float] =
        cuts + cuts.map(\.nextUp) + cuts.map(\.nextDown)
        + [.nan, .infinity, -.infinity, 0, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude]
      let expected = values.map { value in
        value.isNaN ? (treatment == .asTrue ? cuts.count : 0) : cuts.filter { $0 < value }.count
      }
      for name in Self.instructionSets {
        let ranker = try QuantisedRanker(model, instructionSet: name)
        var bins = [UInt8](repeating: 77, count: values.count + 1)
        ranker.quantise(feature: 0, values: values, count: values.count, into: &bins)
        #expect(bins.dropLast().map(Int.init) == expected, "\(name)")
        #expect(bins.last == 77, "\(name) wrote past the end")
        #expect(values.map { Int(ranker.quantise(feature: 0, value: $0)) } == expected)
      }
    }
  }

  @Test(arguments: [5, 40, 200])
  func anyNumberOfValuesIsBinned(borders: Int) throws {
    var random = TestRandom(seed: UInt64(borders))
    let cuts = (0..<borders).map { Float($0) / 4 - 5 }
    let model = RankerModel(floatFeatures: [.init(name: "x", flatIndex: 0, borders: cuts)], trees: [])
    let values = (0..<260).map { _ in Float(random.normal() * 10) }
    let expected = values.map { value in UInt8(cuts.count { $0 < value }) }
    for name in Self.instructionSets {
      let ranker = try QuantisedRanker(model, instructionSet: name)
      for count in 0...260 {
        var bins = [UInt8](repeating: 77, count: count + 64)
        ranker.quantise(feature: 0, values: values, count: count, into: &bins)
        #expect(
          bins[..<count] == expected[..<count] && bins[count...].allSatisfy { $0 == 77 }, "\(name), \(count)")
      }
    }
  }

  @Test func refusesWhatItDoesNotServe() {
    let many = RankerModel.FloatFeature(name: "x", flatIndex: 0, borders: (0..<256).map { Float($0) })
    #expect(throws: RankerModelError.self) {
      try QuantisedRanker(RankerModel(floatFeatures: [many], trees: []))
    }
    #expect(throws: RankerModelError.self) {
      try QuantisedRanker(RankerModel(floatFeatures: [], trees: [], bias: [0, 0]))
    }
  }

  /// Bins and scores `rows`.
  static func score(_ ranker: QuantisedRanker, _ rows: [[Float]]) -> [Double] {
    let stride = (rows.count + 63) / 64 * 64
    var bins = [UInt8](repeating: 0, count: stride * ranker.featureCount)
    for feature in 0..<ranker.featureCount where ranker.isUsed(feature) {
      bins.withUnsafeMutableBufferPointer {
        ranker.quantise(
          feature: feature, values: rows.map { $0[feature] }, count: rows.count,
          into: $0.baseAddress! + feature * stride)
      }
    }
    var scores = [Double](repeating: 0, count: rows.count)
    ranker.score(bins: bins, stride: stride, count: rows.count, into: &scores)
    return scores
  }
}
