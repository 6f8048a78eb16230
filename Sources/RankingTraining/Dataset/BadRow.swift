/// A row that was left out, and why.
package struct BadRow: Sendable, Hashable, CustomStringConvertible {
  package let file: String
  /// Physical line the row starts on, from 1.
  package let line: Int
  /// Field at fault, from 1; 0 if the row as a whole is.
  package let column: Int
  /// The column's name, or empty.
  package let columnName: String
  /// What was expected and what was found.
  package let message: String

  package init(file: String, line: Int, column: Int, columnName: String, message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.columnName = columnName
    self.message = message
  }

  package var description: String {
    let place = column == 0 ? "" : ", column \(column)\(columnName.isEmpty ? "" : " (\(columnName))")"
    return "\(file): line \(line)\(place): \(message)"
  }
}
