import Foundation

/// A `*.rows` file: 1-based row numbers of the interactions file to hide, one a line.
package struct FoldFile: Sendable, Hashable {
  /// The file's name without `.rows`.
  package let name: String
  /// 0-based row indexes, ascending.
  package let rows: [Int32]

  /// Reads one file. `rowCount` is the number of rows that there are.
  package init(path: String, rowCount: Int) throws(DatasetError) {
    let layout = TableLayout(dialect: .tab, columns: TableColumns(fixed: [.item]))
    var numbers: [Int32] = []
    let report = try TableReader(path: path, layout: layout).read { (row) throws(FieldError) in
      let text = row.bytes(.item) ?? []
      guard let number = AsciiNumber.integer(text), number >= 1, number <= rowCount else {
        throw FieldError(
          .item, "a row number must be 1 to \(rowCount), got '\(String(decoding: text, as: UTF8.self))'")
      }
      numbers.append(Int32(number - 1))
    }
    try RowTolerance(badShare: 0).check(report)
    name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    rows = numbers.sorted()
    if let twice = zip(rows, rows.dropFirst()).first(where: { $0 == $1 }) {
      throw DatasetError(.badSplit, file: report.name, "row \(twice.0 + 1) is listed twice")
    }
  }

  /// All `*.rows` files in `directory`, by name.
  package static func all(in directory: String, rowCount: Int) throws(DatasetError) -> [FoldFile] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: directory)
    } catch {
      throw DatasetError(.unreadable, file: directory, "cannot be listed: \(error.localizedDescription)")
    }
    var folds: [FoldFile] = []
    for name in names.filter({ $0.hasSuffix(".rows") }).sorted() {
      folds.append(try FoldFile(path: "\(directory)/\(name)", rowCount: rowCount))
    }
    if folds.isEmpty { throw DatasetError(.empty, file: directory, "no *.rows files") }
    return folds
  }
}
