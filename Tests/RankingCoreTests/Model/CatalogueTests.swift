import RankingCore
import Testing

@Suite struct CatalogueTests {
  private func catalogue() throws -> Catalogue {
    try Catalogue(
      items: CatalogueIdentifiers(ids: [1, 5, 9]), users: CatalogueIdentifiers(keys: ["ann", "\"böb\"\n"]),
      titles: ["Paper \\ Lantern", "", "Été"], years: [1995, 0, 0], genreMasks: [0b101, 0, 0b10],
      genreNames: ["Drama", "unknown", "War"],
      people: [Demographics(age: 30, gender: 0, occupation: -1), .unknown], genderNames: ["F"],
      occupationNames: [])
  }

  @Test func roundTrips() throws {
    let bytes = try catalogue().encoded()
    let copy = try Catalogue(encoded: bytes)
    #expect(copy.encoded() == bytes)
    #expect(copy.titles == ["Paper \\ Lantern", "", "Été"])
    #expect(copy.users.keys == ["ann", "\"böb\"\n"])
  }

  @Test func finds() throws {
    let catalogue = try catalogue()
    #expect(catalogue.item(id: 5) == 1)
    #expect(catalogue.item(id: 6) == nil)
    #expect(catalogue.item(key: "9") == 2)
    #expect(catalogue.item(key: "09") == nil)
    #expect(catalogue.user(key: "ann") == 0)
    #expect(catalogue.user(id: 5) == nil)
    #expect(catalogue.itemID(2) == 9 && catalogue.userKey(0) == "ann")
    #expect(!catalogue.hasStringKeys && catalogue.users.hasStringKeys)
  }

  @Test func speaks() throws {
    #expect(
      try catalogue().texts() == ["Paper \\ Lantern (1995). Genres: Drama, War.", "Unknown.", "Été."])
  }

  @Test(arguments: [
    ("\"schemaVersion\":1", "\"schemaVersion\":2", CatalogueError.Code.unsupportedSchema),
    ("\"ids\":[1,5,9]", "\"ids\":[1,5,5]", .duplicateIdentifier),
    ("\"ids\":[1,5,9]", "\"ids\":[1,5]", .lengthMismatch),
    ("\"ids\":[1,5,9]", "\"ids\":[1,5,9.5]", .malformed),
    ("\"ids\":[1,5,9]", "\"other\":[1,5,9]", .malformed),
    ("\"years\":[1995,0,0]", "\"years\":[1995,0]", .lengthMismatch),
    ("\"years\":[1995,0,0]", "\"years\":[99999999999,0,0]", .malformed),
    ("\"genres\":[5,0,2]", "\"genres\":[8,0,2]", .outOfRange),
    ("\"genders\":[0,-1]", "\"genders\":[1,-1]", .outOfRange),
    ("\"ages\":[30,-1]", "\"ages\":[30]", .lengthMismatch), ("}}", "}", .malformed),
  ]) func refuses(what: String, instead: String, code: CatalogueError.Code) throws {
    let text = String(decoding: try catalogue().encoded(), as: UTF8.self)
    let range = try #require(text.firstRange(of: what))
    let broken = Array(text.replacingCharacters(range, instead).utf8)
    let error = #expect(throws: CatalogueError.self) { try Catalogue(encoded: broken) }
    #expect(error?.code == code)
  }

  @Test func everyPrefixIsRefused() throws {
    let bytes = try catalogue().encoded()
    for count in 0..<(bytes.count - 1) {
      #expect(throws: CatalogueError.self) { try Catalogue(encoded: Array(bytes[..<count])) }
    }
  }
}

extension String {
  fileprivate func replacingCharacters(_ range: Range<String.Index>, _ text: String) -> String {
    String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
  }
}
