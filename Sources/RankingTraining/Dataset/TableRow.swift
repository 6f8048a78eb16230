/// One row seen through its columns.
struct TableRow {
  let fields: DelimitedRow
  let columns: TableColumns
  let encoding: DelimitedDialect.Encoding

  /// The bytes of the field with `role`, without blanks around; nil if there is no such column.
  func bytes(_ role: ColumnRole) -> ArraySlice<UInt8>? {
    columns.position(of: role).map { AsciiNumber.trimmed(fields[$0]) }
  }

  /// The text of the field with `role`; empty if there is no such column.
  func text(_ role: ColumnRole) throws(FieldError) -> String {
    try text(bytes(role) ?? [], role)
  }

  /// The values of a list field, empty ones left out.
  func list(_ role: ColumnRole) throws(FieldError) -> [String] {
    var values: [String] = []
    for part in (bytes(role) ?? []).split(separator: columns.listSeparator) {
      let value = try text(AsciiNumber.trimmed(part), role)
      if !value.isEmpty { values.append(value) }
    }
    return values
  }

  private func text(_ bytes: ArraySlice<UInt8>, _ role: ColumnRole) throws(FieldError) -> String {
    switch encoding {
    case .latin1: return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    case .utf8:
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw FieldError(role, "the text is not UTF-8")
      }
      return text
    }
  }
}
