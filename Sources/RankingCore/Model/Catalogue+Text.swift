extension Catalogue {
  /// What the language model reads of an item: `Toy Story (1995). Genres: Animation, Children's, Comedy.`
  ///
  /// Year and genres are left out where unknown, genres stand in catalogue order.
  package func text(of item: Int) -> String {
    let year = items.years[item] > 0 ? " (\(items.years[item]))" : ""
    let genres = genres(of: item)
    let tail = genres.isEmpty ? "" : " Genres: \(genres.joined(separator: ", "))."
    return "\(items.titles[item])\(year).\(tail)"
  }

  /// Names of the item's genres, in catalogue order.
  package func genres(of item: Int) -> [String] {
    genreNames.indices.filter { items.genreMasks[item] >> UInt64($0) & 1 == 1 }.map { genreNames[$0] }
  }
}
