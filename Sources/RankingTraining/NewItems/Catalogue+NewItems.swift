internal import RankingCore

extension Catalogue {
  /// These items and then `items`, in their order; genres that the catalogue does not have are left out, because
  /// what was trained knows nothing of them.
  func adding(_ items: [NewItem]) throws -> Catalogue {
    let genres = GenreVocabulary(names: genreNames)
    return try Catalogue(
      items: try identifiers(items), users: users, titles: titles + items.map(\.title),
      years: years + items.map(\.year),
      genreMasks: genreMasks + items.map { item in genres.mask(item.genres.filter(genreNames.contains)) },
      genreNames: genreNames, people: people, genderNames: genderNames, occupationNames: occupationNames)
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
