/// Raw ids by dense index.
package enum Identifiers: Codable, Sendable, Hashable {
  case integers([Int64])
  case strings([String])

  package var count: Int {
    switch self {
    case .integers(let ids): ids.count
    case .strings(let keys): keys.count
    }
  }

  /// The id as text.
  package func text(_ index: Int) -> String {
    switch self {
    case .integers(let ids): String(ids[index])
    case .strings(let keys): keys[index]
    }
  }

  /// The id as a number; nil where ids are strings.
  package func integer(_ index: Int) -> Int64? {
    guard case .integers(let ids) = self else { return nil }
    return ids[index]
  }

  /// Dense index by integer id; empty where ids are strings.
  func index(ofIntegers kind: String) throws(Catalogue.Invalid) -> [Int64: Int32] {
    guard case .integers(let ids) = self else { return [:] }
    return try Self.index(ids, kind)
  }

  /// Dense index by string id; empty where ids are integers.
  func index(ofStrings kind: String) throws(Catalogue.Invalid) -> [String: Int32] {
    guard case .strings(let keys) = self else { return [:] }
    return try Self.index(keys, kind)
  }

  private static func index<ID: Hashable>(
    _ ids: [ID], _ kind: String
  ) throws(Catalogue.Invalid) -> [ID: Int32] {
    guard ids.count < Int(Int32.max) else { throw Catalogue.Invalid(description: "\(ids.count) \(kind)s") }
    var index: [ID: Int32] = [:]
    index.reserveCapacity(ids.count)
    for (place, id) in ids.enumerated() where index.updateValue(Int32(place), forKey: id) != nil {
      throw Catalogue.Invalid(description: "\(kind) \(id) occurs twice")
    }
    return index
  }
}
