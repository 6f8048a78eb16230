extension Catalogue {
  package var itemCount: Int { items.count }
  package var userCount: Int { users.count }

  /// Whether items are named by strings; answers then carry keys instead of ids.
  package var hasStringKeys: Bool { items.hasStringKeys }

  /// Dense index of a raw item id.
  package func item(id: Int64) -> Int? { items.index(id: id) }
  /// Dense index of an item key.
  package func item(key: String) -> Int? { items.index(key: key) }
  /// Dense index of a raw user id.
  package func user(id: Int64) -> Int? { users.index(id: id) }
  /// Dense index of a user key.
  package func user(key: String) -> Int? { users.index(key: key) }

  /// Raw id of dense item `index`; 0 where items have string keys.
  package func itemID(_ index: Int) -> Int64 { items.id(at: index) }
  /// Raw identifier of dense item `index` as text.
  package func itemKey(_ index: Int) -> String { items.key(at: index) }
  /// Raw id of dense user `index`; 0 where users have string keys.
  package func userID(_ index: Int) -> Int64 { users.id(at: index) }
  /// Raw identifier of dense user `index` as text.
  package func userKey(_ index: Int) -> String { users.key(at: index) }

  /// Title without the year; empty if unknown.
  package func title(of item: Int) -> String { titles[item] }
  /// Year of release; 0 if unknown.
  package func year(of item: Int) -> Int32 { years[item] }
  /// Bit `g` is set if the item has genre `genreNames[g]`.
  package func genreMask(of item: Int) -> UInt64 { genreMasks[item] }
  /// What is known of dense user `user`.
  package func demographics(of user: Int) -> Demographics { people[user] }
}
