import RankingCore
import Testing

/// Binary models whose parts point at the same bytes, so that a small file stands for much memory.
@Suite struct AliasedModelTests {
  @Test func theFileWithoutAliasesLoads() throws {
    let model = try RankerModel(cbm: HandMadeModel().cbm)
    #expect(
      try ReferenceScorer(model).score(row: [1]) == [5] && ReferenceScorer(model).score(row: [0]) == [3])
    #expect(model.targetStatistics.isEmpty)
  }

  /// 20,000 features share one vector of 100,000 borders: 2 MB that would be 8 GB.
  @Test func featuresThatShareBorders() throws {
    var file = HandMadeModel()
    file.features = 20_000
    file.borders = (0..<100_000).map { Float($0) }
    let bytes = file.cbm
    #expect(bytes.count < 3_000_000)
    let error = #expect(throws: RankerModelError.self) { try RankerModel(cbm: bytes) }
    #expect(error?.code == .limitExceeded && error?.message.contains("4 x \(bytes.count)") ?? false)
  }

  @Test func nodesThatShareALeaf() throws {
    var file = HandMadeModel()
    file.leaves = [0, 0, 0]
    let error = #expect(throws: RankerModelError.self) { try RankerModel(cbm: file.cbm) }
    #expect(error?.message == "node 2 has its leaf at value 0 of 2, or shares it")
  }

  @Test func leavesBetweenTwoOthers() throws {
    var file = HandMadeModel()
    (file.dimension, file.values, file.leaves) = (2, [3, 4, 5, 6], [0, 1, 2])
    #expect(throws: RankerModelError.self) { try RankerModel(cbm: file.cbm) }
    file.leaves = [0, 0, 2]
    #expect(try ReferenceScorer(RankerModel(cbm: file.cbm)).score(row: [1]) == [5, 6])
  }

  @Test func bucketsThatShareCounts() throws {
    var file = HandMadeModel()
    file.buckets = [0, 1]
    let model = try RankerModel(cbm: file.cbm)
    #expect(model.targetStatistics.count == 1 && model.targetStatistics[0].table.index.count == 2)
    for buckets: [UInt32] in [[1, 1], [0, 2], [0, .max]] {
      file.buckets = buckets
      let error = #expect(throws: RankerModelError.self) { try RankerModel(cbm: file.cbm) }
      #expect(error?.message.contains("bucket of row \(buckets[1]) of 2") ?? false, "\(error as Any)")
    }
  }
}
