/// Dense index <-> the identifier that the outside world uses: all of them integers, or all of them strings.
package struct CatalogueIdentifiers: Sendable {
  private enum Storage: Sendable {
    case integers([Int64], [Int64: Int32])
    case strings([String], [String: Int32])
  }

  private let storage: Storage

  /// Integer identifiers in dense order; each occurs once.
  package init(ids: [Int64]) throws(CatalogueError) {
    storage = .integers(ids, try Self.positions(of: ids))
  }

  /// String identifiers in dense order; each occurs once.
  package init(keys: [String]) throws(CatalogueError) {
    storage = .strings(keys, try Self.positions(of: keys))
  }

  private static func positions<Name: Hashable & Sendable>(
    of names: [Name]
  ) throws(CatalogueError) -> [Name: Int32] {
    guard names.count <= Int(Int32.max) else {
      throw CatalogueError(.outOfRange, "\(names.count) identifiers, at most \(Int32.max)")
    }
    var positions: [Name: Int32] = [:]
    positions.reserveCapacity(names.count)
    for (index, name) in names.enumerated() {
      guard positions.updateValue(Int32(index), forKey: name) == nil else {
        throw CatalogueError(.duplicateIdentifier, "identifier \(name) occurs twice, again at index \(index)")
      }
    }
    return positions
  }

  package var count: Int {
    switch storage {
    case .integers(let ids, _): ids.count
    case .strings(let keys, _): keys.count
    }
  }

  package var hasStringKeys: Bool {
    if case .strings = storage { true } else { false }
  }

  /// The dense index of integer `id`; among string keys, of its decimal form.
  package func index(id: Int64) -> Int? {
    switch storage {
    case .integers(_, let positions): positions[id].map(Int.init)
    case .strings(_, let positions): positions[String(id)].map(Int.init)
    }
  }

  /// The dense index of `key`; among integers, of the number whose canonical decimal form it is.
  package func index(key: String) -> Int? {
    switch storage {
    case .integers(_, let positions):
      Self.canonicalInteger(key).flatMap { positions[$0] }.map(Int.init)
    case .strings(_, let positions): positions[key].map(Int.init)
    }
  }

  /// `text` as a number if the number prints back as `text`: no sign but `-`, no leading zero.
  package static func canonicalInteger(_ text: String) -> Int64? {
    guard let value = Int64(text), String(value) == text else { return nil }
    return value
  }

  /// The integer at dense `index`; 0 where identifiers are strings.
  package func id(at index: Int) -> Int64 {
    if case .integers(let ids, _) = storage { ids[index] } else { 0 }
  }

  /// The identifier at dense `index` as text, whatever its kind.
  package func key(at index: Int) -> String {
    switch storage {
    case .integers(let ids, _): String(ids[index])
    case .strings(let keys, _): keys[index]
    }
  }

  /// All integers in dense order; nil where identifiers are strings.
  package var ids: [Int64]? {
    if case .integers(let ids, _) = storage { ids } else { nil }
  }

  /// All strings in dense order; nil where identifiers are integers.
  package var keys: [String]? {
    if case .strings(let keys, _) = storage { keys } else { nil }
  }
}
