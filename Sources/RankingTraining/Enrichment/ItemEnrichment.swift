internal import Crypto
internal import RankingCore

/// What a language model wrote about one item, and how it was asked.
package struct ItemEnrichment: Codable, Sendable, Hashable {
  /// What the model answers: the schema it is given.
  package struct Answer: Codable, Sendable, Hashable {
    package var description: String
    package var themes: [String]
    package var mood: String
    package var audience: String
    /// Titles like it.
    package var similar: [String]

    package init(
      description: String, themes: [String], mood: String, audience: String, similar: [String]
    ) {
      self.description = description
      self.themes = themes
      self.mood = mood
      self.audience = audience
      self.similar = similar
    }
  }

  /// The item's identifier as the outside world knows it.
  package var item: String
  package var model: String
  /// Version of the prompt template.
  package var prompt: String
  /// SHA-256 of what the item's own text was.
  package var text: String
  package var answer: Answer

  package init(item: String, model: String, prompt: String, text: String, answer: Answer) {
    self.item = item
    self.model = model
    self.prompt = prompt
    self.text = text
    self.answer = answer
  }
}

extension ItemEnrichment {
  /// What `text` holds for an item's own text.
  package static func digest(_ text: String) -> String { SHA256.hexDigest(of: Array(text.utf8)) }
}

extension ItemEnrichment.Answer {
  /// What is embedded after the item's own text.
  package var text: String {
    [
      description, Self.list("Themes", themes), mood.isEmpty ? "" : "Mood: \(mood).",
      audience.isEmpty ? "" : "For: \(audience).", Self.list("Similar", similar),
    ].filter { !$0.isEmpty }.joined(separator: " ")
  }

  private static func list(_ name: String, _ values: [String]) -> String {
    values.isEmpty ? "" : "\(name): \(values.joined(separator: ", "))."
  }
}
