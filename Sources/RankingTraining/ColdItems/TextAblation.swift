package import RankingCore

/// What the wording of items' texts is worth: cold items ranked by the text alone, for each wording.
package struct TextAblation: Sendable {
  package struct Result: Sendable {
    package let text: ItemText
    /// Texts that differ from the wording before.
    package let changed: Int
    package let systems: [ColdItemAblation.Result]
  }

  package let catalogue: Catalogue
  package let events: [Interactions.Event]
  package let threads: Int

  package init(catalogue: Catalogue, events: [Interactions.Event], threads: Int) {
    self.catalogue = catalogue
    self.events = events
    self.threads = threads
  }

  /// Judges every wording whose texts differ from the one before; `embed` makes [items, dimension] of texts.
  package func run(
    residues: [Int], descriptions: [String: String], embed: ([String]) throws -> Matrix<Float>
  ) throws -> [Result] {
    var (results, before): ([Result], [String]) = ([], [])
    for text in ItemText.allCases {
      let texts = text.texts(catalogue, descriptions: descriptions)
      let changed = before.isEmpty ? texts.count : zip(texts, before).count { $0 != $1 }
      before = texts
      guard changed > 0 else { continue }
      let ablation = try ColdItemAblation(
        catalogue: catalogue, events: events, embeddings: try embed(texts), threads: threads)
      results.append(
        Result(
          text: text, changed: changed,
          systems: try ablation.run(residues: residues, systems: [.semantic, .text])))
    }
    return results
  }
}
