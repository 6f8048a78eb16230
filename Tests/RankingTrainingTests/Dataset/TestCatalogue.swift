import RankingCore

/// Catalogues of nothing but numbers, from 0.
enum TestCatalogue {
  static func make(users: Int, items: Int) -> Catalogue {
    do {
      return try Catalogue(
        items: CatalogueIdentifiers(ids: (0..<items).map { Int64($0) }),
        users: CatalogueIdentifiers(ids: (0..<users).map { Int64($0) }),
        titles: [String](repeating: "", count: items), years: [Int32](repeating: 0, count: items),
        genreMasks: [UInt64](repeating: 0, count: items), genreNames: [],
        people: [Demographics](repeating: .unknown, count: users), genderNames: [], occupationNames: [])
    } catch {
      fatalError("\(error)")
    }
  }
}
