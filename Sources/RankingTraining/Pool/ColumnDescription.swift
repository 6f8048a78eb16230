internal import Foundation

/// CatBoost's column description: which column of a table is what, one a line, `index<TAB>type<TAB>name`.
///
/// Columns that it does not name are numeric features.
package struct ColumnDescription: Sendable, Hashable {
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case label = "Label"
    case numeric = "Num"
    case categorical = "Categ"
    case group = "GroupId"
    case weight = "Weight"
    case auxiliary = "Auxiliary"
    case sample = "SampleId"
  }

  package struct Column: Sendable, Hashable {
    package var kind: Kind
    /// Empty: the table's header has the name.
    package var name: String

    package init(_ kind: Kind, _ name: String) {
      self.kind = kind
      self.name = name
    }
  }

  /// By index in the table, from 0.
  package var columns: [Int: Column]

  package init(_ columns: [Column]) {
    self.columns = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($0.offset, $0.element) })
  }

  package init(contentsOf path: String) throws(PoolError) {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw PoolError(path, "no such file, or not UTF-8")
    }
    columns = [:]
    for (index, line) in text.split(whereSeparator: \.isNewline).enumerated() {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard let position = Int(cells[0]), position >= 0, cells.count >= 2 else {
        throw PoolError(path, line: index + 1, "expected index, type and name between tabs")
      }
      guard let kind = Self.kind(cells[1]) else {
        throw PoolError(path, line: index + 1, "column type \"\(cells[1])\" is not supported")
      }
      guard columns.updateValue(Column(kind, cells.count > 2 ? cells[2] : ""), forKey: position) == nil else {
        throw PoolError(path, line: index + 1, "column \(position) is described twice")
      }
    }
    guard columns.values.count(where: { $0.kind == .label }) == 1 else {
      throw PoolError(path, "expected one Label column")
    }
  }

  /// CatBoost's older names count as well.
  private static func kind(_ name: String) -> Kind? {
    switch name {
    case "Target": .label
    case "QueryId": .group
    case "DocId": .sample
    default: Kind(rawValue: name)
    }
  }

  /// What the file says.
  package var text: String {
    columns.sorted { $0.key < $1.key }
      .map { "\($0.key)\t\($0.value.kind.rawValue)\t\($0.value.name)\n" }.joined()
  }
}
