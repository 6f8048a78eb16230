extension Catalogue {
  /// Schema of `catalogue.json` that this program writes and reads.
  package static let schemaVersion = 1

  /// The bytes of `catalogue.json`: one object, fixed key order, one array a line, no decimal fractions.
  ///
  /// Keys: `schemaVersion`; `genres`, `genders`, `occupations` (names); `items` with `ids` or `keys`, `titles`,
  /// `years`, `genres` (masks); `users` with `ids` or `keys`, `ages`, `genders`, `occupations` (-1: unknown).
  /// Equal catalogues are equal bytes.
  package func encoded() -> [UInt8] {
    let items = CatalogueJSON.object([
      Self.identifiers(self.items), ("titles", CatalogueJSON.strings(titles)),
      ("years", CatalogueJSON.numbers(years)), ("genres", CatalogueJSON.numbers(genreMasks)),
    ])
    let users = CatalogueJSON.object([
      Self.identifiers(self.users), ("ages", CatalogueJSON.numbers(people.map(\.age))),
      ("genders", CatalogueJSON.numbers(people.map(\.gender))),
      ("occupations", CatalogueJSON.numbers(people.map(\.occupation))),
    ])
    let all = CatalogueJSON.object([
      ("schemaVersion", "\(Self.schemaVersion)"), ("genres", CatalogueJSON.strings(genreNames)),
      ("genders", CatalogueJSON.strings(genderNames)),
      ("occupations", CatalogueJSON.strings(occupationNames)), ("items", items), ("users", users),
    ])
    return Array("\(all)\n".utf8)
  }

  private static func identifiers(_ index: CatalogueIdentifiers) -> (String, String) {
    if let ids = index.ids { return ("ids", CatalogueJSON.numbers(ids)) }
    return ("keys", CatalogueJSON.strings(index.keys ?? []))
  }
}
