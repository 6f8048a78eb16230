import RankingCore
import RankingTraining

enum EnrichmentSample {
  /// Items 1 to `count`, `Film 1.` and so on.
  static func catalogue(_ count: Int) throws -> Catalogue {
    try Catalogue(
      items: CatalogueIdentifiers(ids: (0..<count).map { Int64($0 + 1) }),
      users: CatalogueIdentifiers(ids: [1]), titles: (0..<count).map { "Film \($0 + 1)" },
      years: Array(repeating: 0, count: count), genreMasks: Array(repeating: 0, count: count), genreNames: [],
      people: [.unknown], genderNames: [], occupationNames: [])
  }

  /// What `model` wrote about item `key` when its text was `text`.
  static func entry(
    _ key: String, _ text: String, model: String = "writer", prompt: String = EnrichmentPrompt.version
  ) -> ItemEnrichment {
    ItemEnrichment(
      item: key, model: model, prompt: prompt, text: ItemEnrichment.digest(text),
      answer: .init(
        description: "About \(key).", themes: ["love", "war"], mood: "warm", audience: "all", similar: []))
  }
}
