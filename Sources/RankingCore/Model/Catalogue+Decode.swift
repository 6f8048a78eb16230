import FoundationEssentials

extension Catalogue {
  private struct SchemaProbe: Decodable { let schemaVersion: Int }

  private struct Stored: Decodable {
    let genres: [String]
    let genders: [String]
    let occupations: [String]
    let items: Items
    let users: Users

    struct Items: Decodable {
      let ids: [Int64]?
      let keys: [String]?
      let titles: [String]
      let years: [Int32]
      let genres: [UInt64]
    }

    struct Users: Decodable {
      let ids: [Int64]?
      let keys: [String]?
      let ages: [Int32]
      let genders: [Int32]
      let occupations: [Int32]
    }
  }

  /// Reads `catalogue.json`; anything missing, out of range or contradictory is an error that names it.
  package convenience init(encoded bytes: [UInt8]) throws(CatalogueError) {
    let stored = try Self.stored(bytes)
    try self.init(
      items: try Self.identifiers("items", stored.items.ids, stored.items.keys),
      users: try Self.identifiers("users", stored.users.ids, stored.users.keys),
      titles: stored.items.titles, years: stored.items.years, genreMasks: stored.items.genres,
      genreNames: stored.genres, people: try Self.people(stored.users), genderNames: stored.genders,
      occupationNames: stored.occupations)
  }

  private static func stored(_ bytes: [UInt8]) throws(CatalogueError) -> Stored {
    do {
      let (decoder, data) = (JSONDecoder(), Data(bytes))
      let found = try decoder.decode(SchemaProbe.self, from: data).schemaVersion
      guard found == schemaVersion else {
        throw CatalogueError(
          .unsupportedSchema, "schema version \(found), this program reads \(schemaVersion)")
      }
      return try decoder.decode(Stored.self, from: data)
    } catch let error as CatalogueError {
      throw error
    } catch {
      throw CatalogueError(.malformed, "\(error)")
    }
  }

  private static func identifiers(
    _ what: String, _ ids: [Int64]?, _ keys: [String]?
  ) throws(CatalogueError) -> CatalogueIdentifiers {
    switch (ids, keys) {
    case (let ids?, nil): return try CatalogueIdentifiers(ids: ids)
    case (nil, let keys?): return try CatalogueIdentifiers(keys: keys)
    case (nil, nil): throw CatalogueError(.malformed, "\(what): neither ids nor keys")
    case (_?, _?): throw CatalogueError(.malformed, "\(what): both ids and keys")
    }
  }

  private static func people(_ users: Stored.Users) throws(CatalogueError) -> [Demographics] {
    let counts = [users.ages.count, users.genders.count, users.occupations.count]
    guard Set(counts).count == 1 else {
      throw CatalogueError(
        .lengthMismatch, "\(counts[0]) ages, \(counts[1]) genders, \(counts[2]) occupations, expected as many"
      )
    }
    return users.ages.indices.map {
      Demographics(age: users.ages[$0], gender: users.genders[$0], occupation: users.occupations[$0])
    }
  }
}
