import Foundation

/// One pass over a table's bytes: finds the dialect, then the columns, then delivers rows.
struct TablePass {
  private enum Stage {
    /// Bytes of the first line so far.
    case detecting([UInt8])
    case header(DelimitedScanner, DelimitedDialect)
    case rows(DelimitedScanner, DelimitedDialect, TableColumns)
  }

  private let name: String
  private let layout: TableLayout
  private var stage: Stage
  private var report: RowReport.File

  init(name: String, layout: TableLayout) {
    self.name = name
    self.layout = layout
    report = RowReport.File(name: name)
    stage = .detecting([])
  }

  /// Takes a chunk of the file.
  mutating func consume(
    _ chunk: Data, _ take: (TableRow) throws(FieldError) -> Void
  ) throws(DatasetError) {
    try consume([UInt8](chunk)[...], take)
  }

  /// The file is over.
  mutating func finish(_ take: (TableRow) throws(FieldError) -> Void) throws(DatasetError) -> RowReport.File {
    if case .detecting(let line) = stage { try settle(line, take) }
    switch stage {
    case .detecting: break
    case .header(var scanner, let dialect):
      if scanner.finish() { try readHeader(scanner.row, dialect) }
    case .rows(var scanner, let dialect, let columns):
      if scanner.finish() { deliver(scanner.row, dialect, columns, take) }
    }
    guard report.rows > 0 else { throw DatasetError(.empty, file: name, "no data rows") }
    return report
  }

  private mutating func consume(
    _ bytes: ArraySlice<UInt8>, _ take: (TableRow) throws(FieldError) -> Void
  ) throws(DatasetError) {
    switch stage {
    case .detecting(let line): try detect(line, bytes, take)
    case .header(let scanner, let dialect): try scanHeader(scanner, dialect, bytes, take)
    case .rows(let scanner, let dialect, let columns):
      stage = .detecting([])
      scanRows(scanner, dialect, columns, bytes, take)
    }
  }

  private mutating func detect(
    _ line: [UInt8], _ bytes: ArraySlice<UInt8>, _ take: (TableRow) throws(FieldError) -> Void
  ) throws(DatasetError) {
    let all = line + bytes
    if all.contains(UInt8(ascii: "\n")) || all.count > DelimitedScanner.maximumRowBytes {
      return try settle(all, take)
    }
    stage = .detecting(all)
  }

  /// Chooses the dialect by the first line of `bytes` and starts over with them, without a byte order mark.
  private mutating func settle(
    _ bytes: [UInt8], _ take: (TableRow) throws(FieldError) -> Void
  ) throws(DatasetError) {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let dialect = layout.dialect ?? .detect(bytes[start...].prefix { $0 != UInt8(ascii: "\n") })
    let scanner = DelimitedScanner(dialect)
    if let columns = layout.columns {
      stage = .rows(scanner, dialect, columns)
    } else {
      stage = .header(scanner, dialect)
    }
    try consume(bytes[start...], take)
  }

  private mutating func scanHeader(
    _ start: DelimitedScanner, _ dialect: DelimitedDialect, _ bytes: ArraySlice<UInt8>,
    _ take: (TableRow) throws(FieldError) -> Void
  ) throws(DatasetError) {
    var scanner = start
    for index in bytes.indices where scanner.consume(bytes[index]) && !scanner.row.isBlank {
      stage = .rows(scanner, dialect, try columns(scanner.row, dialect))
      return try consume(bytes[(index + 1)...], take)
    }
    stage = .header(scanner, dialect)
  }

  private mutating func readHeader(_ row: DelimitedRow, _ dialect: DelimitedDialect) throws(DatasetError) {
    _ = try columns(row, dialect)
  }

  private func columns(_ row: DelimitedRow, _ dialect: DelimitedDialect) throws(DatasetError) -> TableColumns
  {
    let names = (0..<row.fieldCount).map { String(decoding: row[$0], as: UTF8.self) }
    let columns = TableColumns(header: names, subject: layout.subject)
    for role in layout.required where columns.position(of: role) == nil {
      throw DatasetError(
        .missingColumn, file: name,
        "line \(row.line): no column for \(role.rawValue) in the header \(names); accepted names: "
          + ColumnRole.accepted(role).joined(separator: ", "))
    }
    return columns
  }

  private mutating func scanRows(
    _ start: DelimitedScanner, _ dialect: DelimitedDialect, _ columns: TableColumns,
    _ bytes: ArraySlice<UInt8>, _ take: (TableRow) throws(FieldError) -> Void
  ) {
    var scanner = start
    for byte in bytes where scanner.consume(byte) { deliver(scanner.row, dialect, columns, take) }
    stage = .rows(scanner, dialect, columns)
  }

  private mutating func deliver(
    _ row: DelimitedRow, _ dialect: DelimitedDialect, _ columns: TableColumns,
    _ take: (TableRow) throws(FieldError) -> Void
  ) {
    if row.isBlank { return }
    report.rows += 1
    do {
      try check(row, columns)
      try take(TableRow(fields: row, columns: columns, encoding: dialect.encoding))
    } catch {
      let column = error.role.flatMap { columns.position(of: $0) }
      report.add(
        BadRow(
          file: name, line: row.line, column: column.map { $0 + 1 } ?? 0,
          columnName: column.map { columns.names[$0] } ?? "", message: error.message))
    }
  }

  private func check(_ row: DelimitedRow, _ columns: TableColumns) throws(FieldError) {
    if let flaw = row.flaw { throw FieldError(nil, flaw) }
    if row.fieldCount == columns.count || row.fieldCount < columns.count && layout.allowsShortRows { return }
    throw FieldError(nil, "\(row.fieldCount) fields, expected \(columns.count)")
  }
}
