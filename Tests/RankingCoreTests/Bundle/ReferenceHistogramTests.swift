import RankingCore
import Testing

@Suite struct ReferenceHistogramTests {
  @Test func equalDistributionsAreStableAndOthersAreNot() throws {
    let values = (0..<1_000).map { Double($0 % 97) }
    let histogram = try #require(ReferenceHistogram(name: "score", of: values))
    func index(_ values: [Double]) -> Double? {
      var counts = [Int](repeating: 0, count: histogram.binCount)
      for value in values { counts[histogram.bin(of: value)] += 1 }
      return histogram.stabilityIndex(counts)
    }
    #expect(try #require(index(values)) < 1e-9)
    #expect(try #require(index(values.map { $0 + 40 })) > 0.25)
    #expect(try #require(index(values.map { $0 < 20 ? .nan : $0 })) > 0.25, "values that go missing")
    #expect(index([]) == nil)
  }

  @Test func aConstantThatChangesIsAShiftUpAndDown() throws {
    let histogram = try #require(ReferenceHistogram(name: "x", of: Array(repeating: 3, count: 50)))
    for (value, isShift) in [(3.0, false), (4, true), (2, true), (.nan, true)] {
      var counts = [Int](repeating: 0, count: histogram.binCount)
      counts[histogram.bin(of: value)] = 100
      #expect(try #require(histogram.stabilityIndex(counts)) > 0.25 == isShift, "\(value)")
    }
  }

  /// Against the definition, bin by bin.
  @Test func binsAndIndexAreThoseOfTheDefinition() throws {
    let histogram = ReferenceHistogram(name: "x", edges: [1, 2, 4], shares: [0.25, 0.25, 0.25, 0.25])
    #expect([-9, 1, 1.5, 2, 3, 4, 5].map(histogram.bin) == [0, 0, 1, 1, 2, 2, 3])
    let found = try #require(histogram.stabilityIndex([1, 2, 3, 4, 0]))
    // (0.1 - 0.25) ln 0.4 + (0.2 - 0.25) ln 0.8 + (0.3 - 0.25) ln 1.2 + (0.4 - 0.25) ln 1.6
    #expect(abs(found - 0.22821) < 1e-3)
  }
}
