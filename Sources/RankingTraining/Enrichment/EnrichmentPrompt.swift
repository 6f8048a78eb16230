internal import Foundation

/// How an item is put to a language model. Another wording is another version: enrichments name theirs.
package enum EnrichmentPrompt {
  package static let version = "item-1"

  /// SHA-256 of the wording around a text; a test holds it to the version.
  package static var digest: String { ItemEnrichment.digest("\(system)\n\(user("TEXT"))") }

  static let system = """
    You describe items of a catalogue for a recommender system. Use what you know about the item; where you know \
    nothing, infer from its title, year and genres, and stay general. Answer with the JSON object asked for, in \
    English.
    """

  /// `text` is the item's own text, such as `Toy Story (1995). Genres: Animation, Comedy.`
  static func user(_ text: String) -> String {
    """
    Item: \(text)

    Give: description, one or two sentences on what it is about; themes, three to six; mood, a few words; audience, \
    a few words; similar, up to five titles that people who like this one tend to like.
    """
  }
}
