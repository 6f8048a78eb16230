import FoundationEssentials

extension Catalogue {
  /// The file's layout: columns, keys sorted.
  private struct Document: Codable {
    var items: Items
    var users: Users
    var genreNames: [String]
    var genderNames: [String]
    var occupationNames: [String]
  }

  /// The bytes of `catalogue.json`; equal catalogues are equal bytes.
  package func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let document = Document(
      items: items, users: users, genreNames: genreNames, genderNames: genderNames,
      occupationNames: occupationNames)
    return Array(try encoder.encode(document)) + [UInt8(ascii: "\n")]
  }

  /// Reads `catalogue.json`.
  package init(encoded bytes: [UInt8]) throws(Invalid) {
    let document: Document
    do {
      document = try JSONDecoder().decode(Document.self, from: Data(bytes))
    } catch {
      throw Invalid(description: "\(error)")
    }
    try self.init(
      items: document.items, users: document.users, genreNames: document.genreNames,
      genderNames: document.genderNames, occupationNames: document.occupationNames)
  }
}
