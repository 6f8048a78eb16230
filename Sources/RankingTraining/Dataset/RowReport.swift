/// What reading found in each file.
package struct RowReport: Sendable, Hashable {
  /// One file's count.
  package struct File: Sendable, Hashable {
    package let name: String
    /// Data rows, good and bad, without header and blank lines.
    package var rows = 0
    package var bad = 0
    /// Rows with a negative rating, which are left out and are not bad.
    package var negative = 0
    /// The first bad rows, at most `kept`.
    package var examples: [BadRow] = []

    /// Bad rows that are kept by name.
    package static let kept = 20

    package init(name: String) { self.name = name }

    mutating func add(_ row: BadRow) {
      bad += 1
      if examples.count < Self.kept { examples.append(row) }
    }
  }

  package var files: [File] = []

  package init() {}

  /// Whether every row of every file was taken.
  package var isClean: Bool { files.allSatisfy { $0.bad == 0 && $0.negative == 0 } }

  /// One line a file with something to tell, then its first bad rows.
  package var warnings: [String] {
    files.filter { $0.bad + $0.negative > 0 }.flatMap { file in
      ["\(file.name): \(file.rows) rows, \(file.bad) bad, \(file.negative) with a negative rating, left out"]
        + file.examples.map { "  \($0)" }
    }
  }
}
