import RankingCore
import Testing

/// What sources declare to need and to read.
struct SourceNeedTests {
  private func source(_ name: String) throws -> any StorableSource {
    try #require(sampleSources().first { $0.name == name })
  }

  /// 53 items, 10 factors padded to 16.
  @Test func factorsReadTheCatalogueOnceAndAHistoryTwice() throws {
    let (floats, bytes) = (try source("als"), try source("als8"))
    #expect(floats.bytesRead(history: 10, isTrained: true) == 53 * 64 + 64)
    #expect(floats.bytesRead(history: 10, isTrained: false) == 53 * 64 + 10 * 64 + 2 * 10 * 64)
    // In blocks of 64 rows of 12 bytes (a multiple of 4), and one scale a row.
    #expect(bytes.bytesRead(history: 10, isTrained: true) == 64 * 12 + 53 * 4 + 64)
  }

  @Test func eightBitsCostAQuarter() throws {
    #expect(try source("ease").bytesRead(history: 7, isTrained: true) == 7 * 64 * 4)
    #expect(try source("ease8").bytesRead(history: 7, isTrained: true) == 7 * 64)
    #expect(try source("popularity").bytesRead(history: 7, isTrained: true) >= 53 * 4)
  }
}
