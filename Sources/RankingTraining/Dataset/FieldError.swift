/// What a reader says of one row; the table reader adds file and line.
struct FieldError: Error {
  /// The field at fault; nil if the row as a whole is.
  var role: ColumnRole?
  var message: String

  init(_ role: ColumnRole?, _ message: String) {
    self.role = role
    self.message = message
  }
}
