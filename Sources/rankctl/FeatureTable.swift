import ArgumentParser
import Foundation

/// A tab-separated table whose first line names its columns; lines end with LF or CRLF. An empty line is a row: one
/// of a single empty cell.
struct FeatureTable {
  let path: String
  let header: [String]
  private let lines: ArraySlice<Substring.UTF8View>

  init(path: String) throws {
    self.path = path
    var text = try InputFile.text(path)
    text.makeContiguousUTF8()
    var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    header = lines.popFirst().map { Self.cells(of: $0).map(String.init) } ?? []
    self.lines = lines
  }

  /// Calls `body` with the cells of each row, as many as the header has, and its line from 1.
  func forEachRow(_ body: (_ cells: [Substring], _ line: Int) throws -> Void) throws {
    for (index, line) in lines.enumerated() {
      let cells = Self.cells(of: line)
      guard cells.count == header.count else {
        throw ValidationError("\(path):\(index + 2): \(cells.count) columns, the header has \(header.count)")
      }
      try body(cells, index + 2)
    }
  }

  func column(of name: String) throws -> Int {
    guard let column = header.firstIndex(of: name) else {
      throw ValidationError("\(path): no column named \(name)")
    }
    return column
  }

  /// The number in `cell`; NaN if it is empty or says so.
  func number(_ cell: Substring, line: Int) throws -> Float {
    if cell.isEmpty { return .nan }
    guard let value = Float(cell) else {
      throw ValidationError("\(path):\(line): \"\(cell)\" is no number")
    }
    return value
  }

  private static func cells(of line: Substring.UTF8View) -> [Substring] {
    let end = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    return end.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map { Substring($0) }
  }
}
