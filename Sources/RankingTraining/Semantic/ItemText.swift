package import RankingCore

/// How much of what is known of an item its text says.
package enum ItemText: String, Sendable, CaseIterable {
  case title
  case titleYear = "title, year"
  case titleYearGenres = "title, year, genres"
  /// With the description that a language model wrote, where there is one.
  case enriched = "title, year, genres, enriched"

  /// All items' texts in dense order.
  ///
  /// - Parameter descriptions: what was written about the item of a key.
  package func texts(_ catalogue: Catalogue, descriptions: [String: String] = [:]) -> [String] {
    (0..<catalogue.itemCount).map { item in
      switch self {
      case .title: Self.sentence(catalogue.titles[item])
      case .titleYear: Self.sentence(catalogue.displayTitle(of: item))
      case .titleYearGenres: catalogue.text(of: item)
      case .enriched:
        descriptions[catalogue.items.key(at: item)].map { "\(catalogue.text(of: item)) \($0)" }
          ?? catalogue.text(of: item)
      }
    }
  }

  private static func sentence(_ text: String) -> String { text.isEmpty ? "Unknown." : "\(text)." }
}
