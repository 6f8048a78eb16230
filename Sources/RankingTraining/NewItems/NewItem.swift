/// An item that a bundle does not know yet.
package struct NewItem: Sendable, Hashable {
  /// As the outside world names it.
  package var key: String
  package var title: String
  /// 0 if unknown.
  package var year: Int32
  package var genres: [String]

  package init(key: String, title: String, year: Int32, genres: [String]) {
    self.key = key
    self.title = title
    self.year = year
    self.genres = genres
  }

  /// Reads a CSV or TSV with a header: item, title and if there are year and genres (separated by `|`).
  ///
  /// - Throws: `DatasetError`, also for a single bad row and for an item of which nothing is said.
  package static func read(_ path: String) throws(DatasetError) -> [NewItem] {
    var items: [NewItem] = []
    let layout = TableLayout(subject: .item, required: [.item, .title])
    let report = try TableReader(path: path, layout: layout).read { (row) throws(FieldError) in
      let record = try ItemRecord(row, flagNames: [])
      let key = try row.text(.item)
      if key.isEmpty { throw FieldError(.item, "the identifier is empty") }
      if record.title.title.isEmpty && record.genres.isEmpty {
        throw FieldError(.title, "item \(key) has no text: neither a title nor genres")
      }
      items.append(
        NewItem(key: key, title: record.title.title, year: record.title.year, genres: record.genres))
    }
    try RowTolerance(badShare: 0).check(report)
    guard !items.isEmpty else { throw DatasetError(.empty, file: path, "no items") }
    return items
  }
}
