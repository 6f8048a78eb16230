internal import RankingCore

extension Catalogue {
  /// These items and then `items`, in their order. Genres that the catalogue does not have follow its own, as far as
  /// there is room: texts name them, and nobody has met them.
  func adding(_ items: [NewItem]) throws -> Catalogue {
    let found = items.flatMap(\.genres).filter { !genreNames.contains($0) }
    let further = found.indices.filter { found.firstIndex(of: found[$0]) == $0 }.map { found[$0] }
    let genres = GenreVocabulary(names: genreNames + further)
    return try Catalogue(
      items: try identifiers(items), users: users, titles: titles + items.map(\.title),
      years: years + items.map(\.year),
      genreMasks: genreMasks + items.map { genres.mask($0.genres) },
      genreNames: genres.names, people: people, genderNames: genderNames, occupationNames: occupationNames)
  }

  private func identifiers(_ items: [NewItem]) throws -> CatalogueIdentifiers {
    guard let ids = self.items.ids else {
      return try CatalogueIdentifiers(keys: (self.items.keys ?? []) + items.map(\.key))
    }
    return try CatalogueIdentifiers(
      ids: ids
        + items.map { item in
          guard let id = CatalogueIdentifiers.canonicalInteger(item.key) else {
            throw DatasetError(
              .unexpectedContent, file: "new items",
              "item \"\(item.key)\": the bundle's items are named by integers")
          }
          return id
        })
  }
}
