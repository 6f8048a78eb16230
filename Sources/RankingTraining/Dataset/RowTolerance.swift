/// How many bad rows a file may have before nothing is made of it.
package struct RowTolerance: Sendable, Hashable {
  /// Share of a file's rows, 0...1.
  package var badShare: Double

  package static let defaults = RowTolerance(badShare: 0.01)

  package init(badShare: Double) { self.badShare = badShare }

  /// Throws if `file` has more bad rows than the share allows, naming the first.
  func check(_ file: RowReport.File) throws(DatasetError) {
    guard Double(file.bad) > badShare * Double(file.rows) else { return }
    let first = file.examples.prefix(3).map { "\n  \($0)" }.joined()
    throw DatasetError(
      .tooManyBadRows, file: file.name,
      "\(file.bad) of \(file.rows) rows are bad, at most \(badShare * 100)% may be; the first:\(first)")
  }
}
