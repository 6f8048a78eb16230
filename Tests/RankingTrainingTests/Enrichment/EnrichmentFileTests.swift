import Foundation
import RankingCore
import RankingTraining
import Testing

struct EnrichmentFileTests {
  private func path(_ entries: [ItemEnrichment]) throws -> String {
    let path = try Fixture.file("", named: "enriched.jsonl")
    var file = try EnrichmentFile(path: path)
    for entry in entries { try file.append(entry) }
    return path
  }

  @Test(arguments: [1, 20, 100])
  func aTornLastLineIsDroppedAndTheNextOneFollows(_ torn: Int) throws {
    let path = try path((1...3).map { EnrichmentSample.entry("\($0)", "Film \($0).") })
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    try whole.dropLast(torn).write(to: URL(fileURLWithPath: path))
    var file = try EnrichmentFile(path: path)
    #expect(file.entries.keys.sorted() == ["1", "2"])
    try file.append(EnrichmentSample.entry("3", "Film 3."))
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == whole)
  }

  @Test func aBrokenLineIsNamed() throws {
    let path = try path([EnrichmentSample.entry("1", "Film 1."), EnrichmentSample.entry("2", "Film 2.")])
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try "{\"item\": 7}\n\(text)".write(toFile: path, atomically: true, encoding: .utf8)
    let error = #expect(throws: EncoderError.self) { _ = try EnrichmentFile(path: path) }
    #expect(error?.message.contains("line 1") == true)
  }

  @Test func onlyWhatFitsTheItemsIsUsed() throws {
    let file = try EnrichmentFile(
      path: path([
        EnrichmentSample.entry("1", "Film 1."), EnrichmentSample.entry("2", "Another film."),
        EnrichmentSample.entry("3", "Film 3.", prompt: "item-0"), EnrichmentSample.entry("99", "Film 99."),
      ]))
    let texts = try file.texts(for: EnrichmentSample.catalogue(4))
    #expect(texts.texts == ["1": "About 1. Themes: love, war. Mood: warm. For: all."])
    #expect(texts.stale == 2 && texts.enrichment.items == 1 && texts.enrichment.model == "writer")
  }

  @Test func modelsAreNotMixed() throws {
    let file = try EnrichmentFile(
      path: path([
        EnrichmentSample.entry("1", "Film 1."), EnrichmentSample.entry("2", "Film 2.", model: "other"),
      ]))
    let error = #expect(throws: EncoderError.self) { try file.texts(for: EnrichmentSample.catalogue(2)) }
    #expect(error?.message.contains("other, writer") == true)
    #expect(throws: EncoderError.self) {
      try EnrichmentFile(path: "/nowhere").texts(for: EnrichmentSample.catalogue(2))
    }
  }
}
