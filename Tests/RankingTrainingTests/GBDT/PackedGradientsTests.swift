import RankingTraining
import Testing

@Suite struct PackedGradientsTests {
  /// 62 bits hold the sums of gradients and of weights: what both leave a gradient is 62 - 36 - 18 = 8 bits at least.
  @Test func rowsThatLeaveAGradientEightBitsAreTaken() throws {
    try PackedGradients.check(rows: (1 << 18) - 1, weightBits: 36)
    try PackedGradients.check(rows: 20_000_000, weightBits: 25)
  }

  @Test func moreRowsAreRefusedWithWhatTheyLeave() throws {
    let error = #expect(throws: GBDTError.self) {
      try PackedGradients.check(rows: 1 << 18, weightBits: 36)
    }
    let text = try #require(error).description
    #expect(text.contains("262144 rows") && text.contains("leave 7 bits"), "\(text)")
  }
}
