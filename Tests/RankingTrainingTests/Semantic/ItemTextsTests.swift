import RankingCore
import RankingTraining
import Testing

struct ItemTextsTests {
  private func catalogue(_ titles: [String], genres: [UInt64]? = nil) throws -> Catalogue {
    try Catalogue(
      items: CatalogueIdentifiers(ids: titles.indices.map { Int64($0 + 1) }),
      users: CatalogueIdentifiers(ids: [1]), titles: titles, years: titles.map { _ in 0 },
      genreMasks: genres ?? titles.map { _ in 0 }, genreNames: ["unknown", "War"], people: [.unknown],
      genderNames: [], occupationNames: [])
  }

  @Test func itemsWithoutTextAreCountedAndTheFirstNamed() throws {
    let texts = try ItemTexts(catalogue(["A", "", "B", "", ""], genres: [0, 1, 0, 2, 0]))
    #expect(texts.all == ["A.", "Unknown.", "B.", "Genres: War.", "Unknown."])
    #expect(texts.textless == ["2", "5"])
    #expect(texts.warning?.contains("2 of 5 items have no text (2, 5)") == true)
    let many = try ItemTexts(catalogue(["A"] + Array(repeating: "", count: 9)))
    #expect(many.warning?.contains("9 of 10 items have no text (2, 3, 4, 5, 6, …)") == true)
    #expect(try ItemTexts(catalogue(["A", "B"])).warning == nil)
  }

  @Test func aCatalogueWithoutAnyTextIsAnError() throws {
    let error = #expect(throws: EncoderError.self) { _ = try ItemTexts(catalogue(["", ""])) }
    #expect(error?.code == .noText && error?.message.contains("none of 2 items") == true)
  }

  @Test func whatAModelWroteFollowsTheItemsOwnText() throws {
    let catalogue = try catalogue(["A", "", "C"])
    let enriched = EnrichedTexts(
      texts: ["1": "Of war.", "2": "Nobody knows."], stale: 0,
      enrichment: .init(model: "m", prompt: "p", items: 2))
    let texts = try ItemTexts(catalogue, enriched: enriched)
    #expect(texts.all == ["A. Of war.", "Unknown. Nobody knows.", "C."])
    #expect(texts.textless.isEmpty && texts.enrichment == enriched.enrichment)
    #expect(try texts.digest != ItemTexts(catalogue).digest)
  }
}
