import Foundation

extension DatasetFiles {
  /// The layout of folder `path`, told by the names of its files.
  init(directory path: String) throws(DatasetError) {
    let has = { (name: String) in FileManager.default.fileExists(atPath: "\(path)/\(name)") }
    if has("u.data") {
      self = .official(path)
    } else if has("ml-100k.inter") {
      self = .wheel(path)
    } else if has("ratings.dat") {
      self = .movieLens1M(path)
    } else if has("ratings.csv") {
      self = .movieLensCSV(path)
    } else {
      throw DatasetError(
        .unknownLayout, file: path,
        "holds none of u.data, ml-100k.inter, ratings.dat and ratings.csv, by which layouts are known")
    }
  }

  /// A user's own files, with headers.
  init(interactions: String, items: String?, users: String?) {
    self.interactions = File(path: interactions, layout: TableLayout(required: [.user, .item]))
    if let items { self.items = .items(items) }
    if let users { self.users = .users(users) }
  }

  /// A folder or a user's own file; see `Dataset.read(at:items:users:tolerance:)`.
  init(at path: String, items: String?, users: String?) throws(DatasetError) {
    self =
      try Self.isFolder(path)
      ? DatasetFiles(directory: path) : DatasetFiles(interactions: path, items: nil, users: nil)
    switch items {
    case let folder? where Self.isFolder(folder): describe(by: try DatasetFiles(directory: folder))
    case let file?: replaceItems(.items(file))
    case nil: break
    }
    if let users { self.users = .users(users) }
  }

  private static func isFolder(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
  }

  /// Items and users of another folder.
  private mutating func describe(by other: DatasetFiles) {
    let rows = interactions
    self = other
    interactions = rows
  }

  private mutating func replaceItems(_ file: File) {
    (items, genres, genreNames) = (file, nil, nil)
  }

  /// MovieLens 100K as its makers publish it.
  static func official(_ path: String) -> DatasetFiles {
    let flags = [ColumnRole](repeating: .genreFlag, count: GenreVocabulary.movieLens.count)
    var files = DatasetFiles(interactions: .fixed("\(path)/u.data", .tab, ratings))
    files.items = .fixed("\(path)/u.item", .pipe, [.item, .title, .ignored, .ignored, .ignored] + flags)
    files.users = .fixed("\(path)/u.user", .pipe, [.user, .age, .gender, .occupation, .ignored])
    files.genres = "\(path)/u.genre"
    files.genreNames = GenreVocabulary.movieLens
    return files
  }

  /// MovieLens 100K as `name:type` tables.
  static func wheel(_ path: String) -> DatasetFiles {
    var files = DatasetFiles(
      interactions: "\(path)/ml-100k.inter", items: "\(path)/ml-100k.item", users: "\(path)/ml-100k.user")
    files.genreNames = GenreVocabulary.movieLens
    return files
  }

  static func movieLens1M(_ path: String) -> DatasetFiles {
    var files = DatasetFiles(interactions: .fixed("\(path)/ratings.dat", .doubleColon, ratings))
    files.items = .fixed("\(path)/movies.dat", .doubleColon, [.item, .title, .genres])
    files.users = .fixed("\(path)/users.dat", .doubleColon, [.user, .gender, .age, .occupation, .ignored])
    return files
  }

  /// MovieLens 20M, 25M and later.
  static func movieLensCSV(_ path: String) -> DatasetFiles {
    let movies = "\(path)/movies.csv"
    let hasMovies = FileManager.default.fileExists(atPath: movies)
    return DatasetFiles(
      interactions: "\(path)/ratings.csv", items: hasMovies ? movies : nil, users: nil)
  }

  private static let ratings: [ColumnRole] = [.user, .item, .rating, .timestamp]

  private init(interactions: File) { self.interactions = interactions }
}

extension DatasetFiles.File {
  static func items(_ path: String) -> Self {
    Self(path: path, layout: TableLayout(subject: .item, required: [.item]))
  }

  static func users(_ path: String) -> Self {
    Self(path: path, layout: TableLayout(subject: .user, required: [.user]))
  }

  static func fixed(_ path: String, _ dialect: DelimitedDialect, _ roles: [ColumnRole]) -> Self {
    Self(path: path, layout: TableLayout(dialect: dialect, columns: TableColumns(fixed: roles)))
  }
}
