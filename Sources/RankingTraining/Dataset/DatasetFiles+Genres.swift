extension DatasetFiles {
  /// Names of the genre columns, in order; empty if the items' file has none.
  func flagNames() throws(DatasetError) -> [String] {
    guard let genres else { return [] }
    var names: [String] = []
    let layout = TableLayout(dialect: .pipe, columns: TableColumns(fixed: [.title, .ignored]))
    let report = try TableReader(path: genres, layout: layout).read { (row) throws(FieldError) in
      names.append(try row.text(.title))
    }
    try RowTolerance(badShare: 0).check(report)
    guard names == GenreVocabulary.movieLens else {
      throw DatasetError(
        .unexpectedContent, file: genres, "genres \(names), expected \(GenreVocabulary.movieLens)")
    }
    return names
  }
}
