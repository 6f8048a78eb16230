/// What is known of every item and every user, addressed by dense index.
///
/// Dense order is ascending by identifier (integers by value, strings by UTF-8 bytes), so the same data gives the
/// same indexes whatever order its files are in. One object: a copy of a model shares it.
package final class Catalogue: Sendable {
  /// Genres fit in one 64-bit mask.
  package static let maximumGenres = 64

  package let items: CatalogueIdentifiers
  package let users: CatalogueIdentifiers
  /// [items] without the year; empty if unknown.
  package let titles: [String]
  /// [items] year of release; 0 if unknown.
  package let years: [Int32]
  /// [items] bit `g` is set if the item has genre `genreNames[g]`.
  package let genreMasks: [UInt64]
  package let genreNames: [String]
  /// [users]
  package let people: [Demographics]
  package let genderNames: [String]
  package let occupationNames: [String]

  /// Puts the columns together; throws where their lengths or indexes disagree.
  package init(
    items: CatalogueIdentifiers, users: CatalogueIdentifiers, titles: [String], years: [Int32],
    genreMasks: [UInt64], genreNames: [String], people: [Demographics], genderNames: [String],
    occupationNames: [String]
  ) throws(CatalogueError) {
    self.items = items
    self.users = users
    self.titles = titles
    self.years = years
    self.genreMasks = genreMasks
    self.genreNames = genreNames
    self.people = people
    self.genderNames = genderNames
    self.occupationNames = occupationNames
    try validate()
  }
}
