internal import Foundation
internal import RankingCore

/// Enrichments on disk: one JSON object a line, appended and synced as they are made.
///
/// A last line that a crash tore is dropped when the file is opened; any other line that is no enrichment is
/// an error that names it.
package struct EnrichmentFile {
  private let path: String
  /// By item; of several for one item the last.
  package private(set) var entries: [String: ItemEnrichment] = [:]

  package init(path: String) throws {
    self.path = path
    guard let data = FileManager.default.contents(atPath: path) else { return }
    var kept = 0
    for (number, line) in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .enumerated()
    {
      let isLast = line.endIndex == data.endIndex
      if line.isEmpty || isLast { continue }
      do {
        let entry = try JSONDecoder().decode(ItemEnrichment.self, from: Data(line))
        entries[entry.item] = entry
      } catch {
        throw EncoderError(.malformed, "\(path), line \(number + 1): \(error)")
      }
      kept = line.endIndex + 1
    }
    if kept < data.count { try truncate(to: kept) }
  }

  /// The text of each item's enrichment.
  package var texts: [String: String] { entries.mapValues(\.answer.text) }

  package mutating func append(_ entry: ItemEnrichment) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if !FileManager.default.fileExists(atPath: path) {
      guard FileManager.default.createFile(atPath: path, contents: nil) else {
        throw EncoderError(.cache, "\(path) cannot be written")
      }
    }
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    defer { try? file.close() }
    try file.seekToEnd()
    try file.write(contentsOf: try encoder.encode(entry) + Data("\n".utf8))
    try file.synchronize()
    entries[entry.item] = entry
  }

  private func truncate(to length: Int) throws {
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    defer { try? file.close() }
    try file.truncate(atOffset: UInt64(length))
  }
}
