extension Catalogue {
  /// The dense index of the user a request names; nil if anonymous or unknown.
  func user(_ reference: UserReference) -> Int? {
    switch reference {
    case .id(let id): user(id: id)
    case .key(let key): user(key: key)
    case .anonymous: nil
    }
  }
}
