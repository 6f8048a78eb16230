import RankingCore

/// Names of genres and the bits that stand for them.
struct GenreVocabulary: Sendable {
  /// MovieLens' own order, as in `u.genre`.
  static let movieLens = [
    Catalogue.unknownGenre, "Action", "Adventure", "Animation", "Children's", "Comedy", "Crime",
    "Documentary",
    "Drama", "Fantasy", "Film-Noir", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War",
    "Western",
  ]

  let names: [String]
  private let positions: [String: Int]

  init(names: [String]) {
    self.names = Array(names.prefix(Catalogue.maximumGenres))
    positions = Dictionary(zip(self.names, self.names.indices), uniquingKeysWith: { first, _ in first })
  }

  /// The genres in use: MovieLens' ones first in its order, then the others by name. Of more than 64, those with
  /// the most items stay.
  init(found: [[String]]) {
    var counts: [String: Int] = [:]
    for genres in found { for genre in Set(genres) { counts[genre, default: 0] += 1 } }
    let kept = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Catalogue.maximumGenres)
    let names = Set(kept.map(\.key))
    let known = Self.movieLens.filter(names.contains)
    self.init(names: known + names.subtracting(known).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
  }

  /// One bit for each of `genres` that has one.
  func mask(_ genres: [String]) -> UInt64 {
    genres.reduce(0) { mask, genre in positions[genre].map { mask | 1 << UInt64($0) } ?? mask }
  }
}
