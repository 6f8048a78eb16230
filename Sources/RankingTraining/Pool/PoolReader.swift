internal import Foundation
internal import RankingCore

/// Reads a tab-separated table with a header, as `PoolWriter` and CatBoost's users write it, into training rows.
///
/// Rows of a group must follow each other; without a group column all rows are one group. An empty cell,
/// `nan`, `NA` or `None` is a missing number. Every bad cell is an error that names file, line and column.
package struct PoolReader {
  private let path: String
  private let bytes: [UInt8]
  private let names: [String]
  private let roles: [Role]
  /// First byte of the first row.
  private let start: Int

  /// What a column becomes; numbers count the features of that sort.
  enum Role {
    case label, group, weight, ignored
    case numeric(Int)
    case categorical(Int)
  }

  package init(_ path: String, _ description: ColumnDescription) throws(PoolError) {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe) else {
      throw PoolError(path, "no such file")
    }
    self.path = path
    // The terminator stops the number parser.
    bytes = [UInt8](data) + [0]
    let end = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count - 1
    start = min(end + 1, bytes.count - 1)
    let header = String(decoding: bytes[..<end], as: UTF8.self).split(
      separator: "\t", omittingEmptySubsequences: false)
    if let unknown = description.columns.keys.first(where: { $0 >= header.count }) {
      throw PoolError(path, line: 1, "the description has column \(unknown), the table has \(header.count)")
    }
    var (numeric, categorical) = (0, 0)
    var names: [String] = []
    roles = header.indices.map { column in
      let described = description.columns[column]
      let given = described?.name ?? ""
      names.append(given.isEmpty ? header[column].trimmingCharacters(in: .whitespaces) : given)
      switch described?.kind ?? .numeric {
      case .label: return .label
      case .group: return .group
      case .weight: return .weight
      case .auxiliary, .sample: return .ignored
      case .numeric:
        numeric += 1
        return .numeric(numeric - 1)
      case .categorical:
        categorical += 1
        return .categorical(categorical - 1)
      }
    }
    self.names = names
  }

  /// Reads table `path` by `columns`, or by `pool.cd` beside it.
  package static func read(_ path: String, columns: String? = nil) throws(PoolError) -> TrainingMatrix {
    let beside = URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent("pool.cd").path
    return try PoolReader(path, ColumnDescription(contentsOf: columns ?? beside)).read()
  }

  package func read() throws(PoolError) -> TrainingMatrix {
    let rows = rowCount
    guard rows > 0 else { throw PoolError(path, "no rows") }
    var table = Table(rows: rows, roles: roles)
    var at = start
    for row in 0..<rows { at = try readRow(row, at, &table) }
    return try matrix(table)
  }

  private var rowCount: Int {
    let lines = bytes[start...].count { $0 == UInt8(ascii: "\n") }
    let last = bytes.count - 2
    return lines + (last >= start && bytes[last] != UInt8(ascii: "\n") ? 1 : 0)
  }

  /// What has been read so far.
  struct Table {
    var labels: [Float]
    var weights: [Float]
    var groups: [(start: Int, name: [UInt8])] = []
    var seen: Set<[UInt8]> = []
    let numbers: AlignedStorage<Float>
    var codes: [[Int32]]
    var words: [[String]]
    var indexes: [[String: Int32]]
    let rows: Int

    init(rows: Int, roles: [Role]) {
      let numeric = roles.count { if case .numeric = $0 { true } else { false } }
      let categorical = roles.count { if case .categorical = $0 { true } else { false } }
      let isWeighted = roles.contains { if case .weight = $0 { true } else { false } }
      self.rows = rows
      labels = Array(repeating: 0, count: rows)
      weights = isWeighted ? Array(repeating: 1, count: rows) : []
      numbers = AlignedStorage(count: max(1, numeric * rows), repeating: 0)
      codes = Array(repeating: Array(repeating: 0, count: rows), count: categorical)
      words = Array(repeating: [], count: categorical)
      indexes = Array(repeating: [:], count: categorical)
    }
  }

  /// Reads the row at `at`; returns where the next one starts.
  private func readRow(_ row: Int, _ at: Int, _ table: inout Table) throws(PoolError) -> Int {
    var start = at
    for (column, role) in roles.enumerated() {
      var end = start
      while bytes[end] != UInt8(ascii: "\t") && bytes[end] != UInt8(ascii: "\n") && end < bytes.count - 1 {
        end += 1
      }
      let isLast = bytes[end] != UInt8(ascii: "\t")
      guard isLast == (column == roles.count - 1) else {
        throw PoolError(path, line: row + 2, "expected \(roles.count) columns")
      }
      let trimmed = isLast && end > start && bytes[end - 1] == UInt8(ascii: "\r") ? end - 1 : end
      try readCell(start..<trimmed, row, column, role, &table)
      start = end + 1
    }
    return start
  }

  private func readCell(
    _ cell: Range<Int>, _ row: Int, _ column: Int, _ role: Role, _ table: inout Table
  ) throws(PoolError) {
    switch role {
    case .ignored: break
    case .label:
      table.labels[row] = try finite(cell, row, column)
    case .weight:
      table.weights[row] = try finite(cell, row, column)
    case .numeric(let feature):
      table.numbers.base[feature * table.rows + row] = try number(cell, row, column)
    case .categorical(let feature):
      table.addWord(String(decoding: bytes[cell], as: UTF8.self), feature, row)
    case .group:
      guard table.addGroup(bytes[cell], row) else {
        throw PoolError(path, line: row + 2, "the rows of group \"\(text(cell))\" do not follow each other")
      }
    }
  }

  private func finite(_ cell: Range<Int>, _ row: Int, _ column: Int) throws(PoolError) -> Float {
    let value = try number(cell, row, column)
    guard value.isFinite && value >= 0 else {
      throw PoolError(path, line: row + 2, "\(names[column]) is \(value), allowed are numbers from 0")
    }
    return value
  }

  private func number(_ cell: Range<Int>, _ row: Int, _ column: Int) throws(PoolError) -> Float {
    if cell.isEmpty { return .nan }
    let (value, length) = bytes.withUnsafeBytes { bytes -> (Float, Int) in
      guard let base = bytes.baseAddress else { return (0, 0) }
      let from = (base + cell.lowerBound).assumingMemoryBound(to: CChar.self)
      var end: UnsafeMutablePointer<CChar>?
      let value = strtof(from, &end)
      return (value, end.map { UnsafePointer($0) - from } ?? 0)
    }
    // strtof skips white space before a number, and so could leave the cell.
    if length == cell.count && bytes[cell.lowerBound] > UInt8(ascii: " ") { return value }
    if ["NA", "N/A", "None", "NULL"].contains(text(cell)) { return .nan }
    throw PoolError(path, line: row + 2, "\(names[column]): \"\(text(cell))\" is no number")
  }

  private func text(_ cell: Range<Int>) -> String { String(decoding: bytes[cell].prefix(80), as: UTF8.self) }

  private func matrix(_ table: Table) throws(PoolError) -> TrainingMatrix {
    var numeric: [String] = []
    var categories: [CategoricalColumn] = []
    for (column, role) in roles.enumerated() {
      switch role {
      case .numeric: numeric.append(names[column])
      case .categorical(let feature):
        categories.append(
          CategoricalColumn(
            name: names[column], flatIndex: numeric.count + feature, codes: table.codes[feature],
            values: table.words[feature]))
      default: break
      }
    }
    guard numeric.count + categories.count > 0 else { throw PoolError(path, "no feature columns") }
    let features = Matrix(
      rows: numeric.count, columns: table.rows, stride: table.rows,
      base: UnsafePointer(table.numbers.base), owner: table.numbers)
    return TrainingMatrix(
      featureNames: numeric, features: features, categories: categories, labels: table.labels,
      weights: table.weights,
      groupOffsets: table.groups.isEmpty ? [0, table.rows] : table.groups.map(\.start) + [table.rows])
  }
}

extension PoolReader.Table {
  mutating func addWord(_ word: String, _ feature: Int, _ row: Int) {
    if let known = indexes[feature][word] {
      codes[feature][row] = known
      return
    }
    let code = Int32(words[feature].count)
    indexes[feature][word] = code
    words[feature].append(word)
    codes[feature][row] = code
  }

  /// False when the group had ended before.
  mutating func addGroup(_ name: ArraySlice<UInt8>, _ row: Int) -> Bool {
    if let last = groups.last, last.name.elementsEqual(name) { return true }
    groups.append((row, Array(name)))
    return seen.insert(Array(name)).inserted
  }
}
