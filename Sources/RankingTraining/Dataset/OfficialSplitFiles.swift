import Foundation
import RankingCore

/// The files `ua.base`, `ua.test` and so on, where a folder has them: they must hold the rows that the rule gives.
enum OfficialSplitFiles {
  /// A row by its raw values.
  private struct Row: Hashable {
    let user: String
    let item: String
    let rating: Float
    let timestamp: Int64
  }

  static func check(directory: String, _ dataset: Dataset) throws(DatasetError) {
    for split in OfficialSplit.allCases {
      let cut = split.cut(dataset.events)
      for (part, rows) in [("base", cut.train), ("test", cut.test)] {
        let path = "\(directory)/\(split).\(part)"
        if FileManager.default.fileExists(atPath: path) { try check(path, rows, dataset) }
      }
    }
  }

  private static func check(_ path: String, _ rows: [Int32], _ dataset: Dataset) throws(DatasetError) {
    let expected = Set(rows.map { row(dataset.events[Int($0)], dataset.catalogue) })
    let found = try read(path)
    guard found == expected else {
      throw DatasetError(
        .unexpectedContent, file: path,
        "\(found.subtracting(expected).count) of its \(found.count) rows are not among the \(expected.count) that "
          + "the official rule gives")
    }
  }

  private static func row(_ event: Interactions.Event, _ catalogue: Catalogue) -> Row {
    Row(
      user: catalogue.userKey(Int(event.user)), item: catalogue.itemKey(Int(event.item)),
      rating: event.rating,
      timestamp: event.timestamp)
  }

  private static func read(_ path: String) throws(DatasetError) -> Set<Row> {
    let columns = TableColumns(fixed: [.user, .item, .rating, .timestamp])
    var rows = Set<Row>()
    let report = try TableReader(path: path, layout: TableLayout(dialect: .tab, columns: columns)).read {
      (row) throws(FieldError) in
      guard let rating = AsciiNumber.float(row.bytes(.rating) ?? []),
        let timestamp = AsciiNumber.seconds(row.bytes(.timestamp) ?? [])
      else { throw FieldError(.rating, "rating and time must be numbers") }
      rows.insert(
        Row(user: try row.text(.user), item: try row.text(.item), rating: rating, timestamp: timestamp))
    }
    try RowTolerance(badShare: 0).check(report)
    return rows
  }
}
