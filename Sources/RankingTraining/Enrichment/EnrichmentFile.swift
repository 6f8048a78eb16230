internal import Foundation
package import RankingCore

/// Enrichments on disk: one JSON object a line, appended and synced as they are made.
///
/// A last line that a crash tore is dropped when the file is opened; any other line that is no enrichment is
/// an error that names it.
package struct EnrichmentFile: Sendable {
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

  /// What was written about the items of `catalogue` as they are now: entries of another wording of the prompt, or
  /// of another text of the item, are left out and counted.
  ///
  /// - Throws: `EncoderError` where entries of several models would be mixed, or none is left.
  package func texts(for catalogue: Catalogue) throws(EncoderError) -> EnrichedTexts {
    var (texts, models, stale) = ([String: String](), Set<String>(), 0)
    for item in 0..<catalogue.itemCount {
      let key = catalogue.items.key(at: item)
      guard let entry = entries[key] else { continue }
      guard entry.prompt == EnrichmentPrompt.version,
        entry.text == ItemEnrichment.digest(catalogue.text(of: item))
      else {
        stale += 1
        continue
      }
      models.insert(entry.model)
      texts[key] = entry.answer.text
    }
    guard let model = models.first, models.count == 1 else {
      let found =
        models.isEmpty
        ? "none that fits the items, \(stale) out of date" : models.sorted().joined(separator: ", ")
      throw EncoderError(
        .mismatch, "\(path): wanted entries of one model, found: \(found); `rankctl enrich` completes it")
    }
    return EnrichedTexts(
      texts: texts, stale: stale,
      enrichment: .init(model: model, prompt: EnrichmentPrompt.version, items: texts.count))
  }

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
