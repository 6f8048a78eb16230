import RankingCore

/// Numbers identifiers in order of first sight: integers while all of them are, strings from the first other one on.
///
/// Integers are only taken in canonical spelling, so that turning them into strings later loses nothing.
struct IdentifierInterner: Sendable {
  private enum Storage {
    case integers([Int64: Int32], [Int64])
    case strings([String: Int32], [String])
  }

  private var storage = Storage.integers([:], [])

  var count: Int {
    switch storage {
    case .integers(_, let names): names.count
    case .strings(_, let names): names.count
    }
  }

  /// The number of the identifier spelled by `bytes`, a new one at first sight.
  mutating func intern(_ bytes: ArraySlice<UInt8>, _ role: ColumnRole) throws(FieldError) -> Int32 {
    if bytes.isEmpty { throw FieldError(role, "the identifier is empty") }
    if case .integers(var positions, var names) = storage {
      if let id = AsciiNumber.canonicalInteger(bytes) {
        storage = .integers([:], [])
        let index = Self.number(id, &positions, &names)
        storage = .integers(positions, names)
        return index
      }
    }
    guard let key = String(validating: bytes, as: UTF8.self) else {
      throw FieldError(role, "the identifier is not UTF-8")
    }
    guard case .strings(var positions, var names) = becomingStrings() else { return 0 }
    storage = .integers([:], [])
    let index = Self.number(key, &positions, &names)
    storage = .strings(positions, names)
    return index
  }

  private static func number<Name: Hashable>(
    _ name: Name, _ positions: inout [Name: Int32], _ names: inout [Name]
  ) -> Int32 {
    if let known = positions[name] { return known }
    let index = Int32(truncatingIfNeeded: names.count)
    positions[name] = index
    names.append(name)
    return index
  }

  private func becomingStrings() -> Storage {
    guard case .integers(_, let ids) = storage else { return storage }
    let names = ids.map { String($0) }
    return .strings(Dictionary(uniqueKeysWithValues: zip(names, 0...)), names)
  }

  /// The identifiers in ascending order, and for each number given so far its place in that order.
  func sorted() throws(CatalogueError) -> (identifiers: CatalogueIdentifiers, places: [Int32]) {
    switch storage {
    case .integers(_, let ids):
      let order = ids.indices.sorted { ids[$0] < ids[$1] }
      return (try CatalogueIdentifiers(ids: order.map { ids[$0] }), Self.places(order))
    case .strings(_, let keys):
      let order = keys.indices.sorted { keys[$0].utf8.lexicographicallyPrecedes(keys[$1].utf8) }
      return (try CatalogueIdentifiers(keys: order.map { keys[$0] }), Self.places(order))
    }
  }

  private static func places(_ order: [Int]) -> [Int32] {
    var places = [Int32](repeating: 0, count: order.count)
    for (place, number) in order.enumerated() { places[number] = Int32(truncatingIfNeeded: place) }
    return places
  }
}
