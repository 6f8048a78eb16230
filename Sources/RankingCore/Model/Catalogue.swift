/// The items and users a bundle knows, by dense index: raw ids, titles, metadata, demographics.
///
/// Ids are integers, or strings where the data has any id that is not an integer; items and users choose
/// apart from each other.
package struct Catalogue: Sendable {
  package let items: Items
  package let users: Users
  /// Genre names; bit `g` of an item's mask stands for name `g`. At most 64.
  package let genreNames: [String]
  package let genderNames: [String]
  package let occupationNames: [String]
  private let userByID: [Int64: Int32]
  private let userByKey: [String: Int32]

  /// Columns by dense item index.
  package struct Items: Codable, Sendable, Hashable {
    package var ids: Identifiers
    package var titles: [String]
    /// Release years, 0 where unknown.
    package var years: [Int32]
    package var genreMasks: [UInt64]

    package init(ids: Identifiers, titles: [String], years: [Int32], genreMasks: [UInt64]) {
      self.ids = ids
      self.titles = titles
      self.years = years
      self.genreMasks = genreMasks
    }
  }

  /// Columns by dense user index; -1 is unknown.
  package struct Users: Codable, Sendable, Hashable {
    package var ids: Identifiers
    package var ages: [Int32]
    package var genders: [Int32]
    package var occupations: [Int32]

    package init(ids: Identifiers, ages: [Int32], genders: [Int32], occupations: [Int32]) {
      self.ids = ids
      self.ages = ages
      self.genders = genders
      self.occupations = occupations
    }
  }

  /// What is wrong with columns that do not fit each other.
  package struct Invalid: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String
  }

  /// Checks that all columns fit each other and ids do not repeat.
  package init(
    items: Items, users: Users, genreNames: [String], genderNames: [String], occupationNames: [String]
  ) throws(Invalid) {
    self.items = items
    self.users = users
    self.genreNames = genreNames
    self.genderNames = genderNames
    self.occupationNames = occupationNames
    userByID = try users.ids.index(ofIntegers: "user")
    userByKey = try users.ids.index(ofStrings: "user")
    try checkItems()
    try checkUsers()
  }

  private func checkItems() throws(Invalid) {
    let count = items.ids.count
    guard items.titles.count == count, items.years.count == count, items.genreMasks.count == count else {
      throw Invalid(
        description:
          "\(count) items, \(items.titles.count) titles, \(items.years.count) years, \(items.genreMasks.count) genre masks"
      )
    }
    guard genreNames.count <= 64 else { throw Invalid(description: "\(genreNames.count) genres, at most 64") }
    let known = genreNames.count == 64 ? UInt64.max : (1 << UInt64(genreNames.count)) - 1
    for (item, mask) in items.genreMasks.enumerated() where mask & ~known != 0 {
      throw Invalid(description: "item \(item) has a genre beyond the \(genreNames.count) that have names")
    }
    _ = try items.ids.index(ofIntegers: "item")
    _ = try items.ids.index(ofStrings: "item")
  }

  private func checkUsers() throws(Invalid) {
    let count = users.ids.count
    guard users.ages.count == count, users.genders.count == count, users.occupations.count == count else {
      throw Invalid(
        description:
          "\(count) users, \(users.ages.count) ages, \(users.genders.count) genders, \(users.occupations.count) occupations"
      )
    }
  }

  package var itemCount: Int { items.ids.count }
  package var userCount: Int { users.ids.count }

  /// The dense index of the user a request names; nil if anonymous or unknown.
  package func user(_ reference: UserReference) -> Int? {
    switch reference {
    case .id(let id): userByID[id].map(Int.init)
    case .key(let key): userByKey[key].map(Int.init)
    case .anonymous: nil
    }
  }

  package func demographics(of user: Int) -> Demographics {
    Demographics(age: users.ages[user], gender: users.genders[user], occupation: users.occupations[user])
  }

  package func genreMask(of item: Int) -> UInt64 { items.genreMasks[item] }

  /// Release year; 0 where unknown.
  package func year(of item: Int) -> Int32 { items.years[item] }
}
