/// An item as its file describes it.
struct ItemRecord: Sendable, Hashable {
  var title: ItemTitle
  var genres: [String]

  static let empty = ItemRecord(title: ItemTitle(""), genres: [])

  /// Reads `row`; `flagNames` name its columns of 0 and 1, if it has such.
  init(_ row: TableRow, flagNames: [String]) throws(FieldError) {
    title = ItemTitle(try row.text(.title), year: try row.text(.year))
    genres = try row.list(.genres)
    guard let first = row.columns.position(of: .genreFlag) else { return }
    for (offset, name) in flagNames.enumerated() {
      switch AsciiNumber.integer(AsciiNumber.trimmed(row.fields[first + offset])) {
      case 0: continue
      case 1: genres.append(name)
      default: throw FieldError(.genreFlag, "genre flag \(name) is neither 0 nor 1")
      }
    }
  }

  private init(title: ItemTitle, genres: [String]) {
    self.title = title
    self.genres = genres
  }
}
