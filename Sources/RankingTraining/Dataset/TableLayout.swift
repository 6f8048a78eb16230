/// How one file is laid out.
struct TableLayout: Sendable {
  /// nil: told by the first line.
  var dialect: DelimitedDialect?
  /// nil: named by a header line.
  var columns: TableColumns?
  /// Whose lone `id` column it is in a header.
  var subject = ColumnRole.item
  /// Roles without which the file is of no use.
  var required: [ColumnRole] = []
  /// Missing fields at the end of a row are empty instead of an error.
  var allowsShortRows = false
}
