import RankingCore

/// Turns items' and users' records, in dense order, into the columns of a catalogue.
struct CatalogueBuilder {
  let items: [ItemRecord]
  let users: [UserRecord]

  /// `genreNames` nil: the genres in use.
  func catalogue(
    items itemNames: CatalogueIdentifiers, users userNames: CatalogueIdentifiers, genreNames: [String]?
  ) throws(CatalogueError) -> Catalogue {
    let genres = genreNames.map { GenreVocabulary(names: $0) } ?? GenreVocabulary(found: items.map(\.genres))
    let genders = Self.vocabulary(users.map(\.gender))
    let occupations = Self.vocabulary(users.map(\.occupation))
    return try Catalogue(
      items: itemNames, users: userNames, titles: items.map(\.title.title), years: items.map(\.title.year),
      genreMasks: items.map { genres.mask($0.genres) }, genreNames: genres.names,
      people: users.map {
        Demographics(
          age: $0.age, gender: genders[$0.gender] ?? -1, occupation: occupations[$0.occupation] ?? -1)
      }, genderNames: Self.names(genders), occupationNames: Self.names(occupations))
  }

  /// The distinct non-empty values by UTF-8 order, numbered.
  private static func vocabulary(_ values: [String]) -> [String: Int32] {
    let names = Set(values).subtracting([""]).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return Dictionary(uniqueKeysWithValues: zip(names, 0...))
  }

  private static func names(_ vocabulary: [String: Int32]) -> [String] {
    vocabulary.sorted { $0.value < $1.value }.map(\.key)
  }
}
