extension Catalogue {
  /// A genre of this name says that the genre is not known; texts leave it out.
  package static let unknownGenre = "unknown"

  /// Names of the item's genres in the catalogue's fixed order, without the one that means unknown.
  package func genres(of item: Int) -> [String] {
    genreNames.indices.filter {
      genreMasks[item] >> UInt64($0) & 1 == 1 && genreNames[$0] != Self.unknownGenre
    }
    .map { genreNames[$0] }
  }

  /// `Toy Story (1995)`; without a year only the title; empty without a title.
  package func displayTitle(of item: Int) -> String {
    years[item] == 0 || titles[item].isEmpty ? titles[item] : "\(titles[item]) (\(years[item]))"
  }

  /// What the sentence encoder reads: `Toy Story (1995). Genres: Animation, Children's, Comedy.`
  ///
  /// A part that is unknown is left out; an item of which nothing is known reads `Unknown.`
  package func text(of item: Int) -> String {
    let title = displayTitle(of: item)
    let genres = genres(of: item)
    let parts = [
      title.isEmpty ? nil : "\(title).",
      genres.isEmpty ? nil : "Genres: \(genres.joined(separator: ", ")).",
    ].compactMap { $0 }
    return parts.isEmpty ? "Unknown." : parts.joined(separator: " ")
  }

  /// Whether nothing is known that a text could say.
  package func isTextless(_ item: Int) -> Bool { titles[item].isEmpty && genres(of: item).isEmpty }

  /// Whether the text of any item says something.
  package var hasTexts: Bool { !(0..<itemCount).allSatisfy { isTextless($0) } }

  /// All items' texts in dense order.
  package func texts() -> [String] { (0..<itemCount).map { text(of: $0) } }
}
