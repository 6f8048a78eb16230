extension Dataset {
  /// Reads the MovieLens data set in folder `directory`; its layout is told by the names of its files: 100K as
  /// published (`u.data` …) or as `name:type` tables (`ml-100k.inter` …), 1M (`ratings.dat` …), 20M and later
  /// (`ratings.csv` …).
  package static func read(
    directory: String, tolerance: RowTolerance = .defaults
  ) throws(DatasetError) -> Dataset {
    try DatasetBuilder.build(try DatasetFiles(directory: directory), tolerance: tolerance)
  }

  /// Reads CSV or TSV files with a header each: user, item and if there are rating and timestamp; items' title,
  /// year, genres (separated by `|`); users' age, gender, occupation, all by their usual names.
  package static func read(
    interactions: String, items: String? = nil, users: String? = nil, tolerance: RowTolerance = .defaults
  ) throws(DatasetError) -> Dataset {
    let files = DatasetFiles(interactions: interactions, items: items, users: users)
    return try DatasetBuilder.build(files, tolerance: tolerance)
  }

  /// Reads whatever is at `path`, a folder in one of MovieLens' layouts or a file with a header. `items` and `users`
  /// are files with headers, in place of those of the folder; `items` may be a folder, too, whose items and users
  /// then describe those of the file.
  package static func read(
    at path: String, items: String? = nil, users: String? = nil, tolerance: RowTolerance = .defaults
  ) throws(DatasetError) -> Dataset {
    try DatasetBuilder.build(
      try DatasetFiles(at: path, items: items, users: users), tolerance: tolerance)
  }
}
