internal import Foundation

/// Words into pieces of a vocabulary, longest first (Wu et al. 2016, as BERT uses it).
package struct WordPieceTokenizer: Sendable {
  private let vocabulary: [String: Int32]
  private let normalizer: BERTTextNormalizer
  private let start: Int32
  private let end: Int32
  private let unknown: Int32
  /// Tokens of a text with both marks.
  package let maximumTokens: Int

  /// Longer words are unknown.
  private static let maximumWordLength = 100

  private struct Settings: Decodable { let do_lower_case: Bool? }

  /// Reads `vocab.txt` and, if it is there, `tokenizer_config.json` of an encoder's folder.
  package init(directory: String, maximumTokens: Int) throws(EncoderError) {
    let path = "\(directory)/vocab.txt"
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw EncoderError(
        .missingFile, "\(path) is not there or not UTF-8; only WordPiece vocabularies are known")
    }
    var vocabulary: [String: Int32] = [:]
    for (id, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      vocabulary[String(line.hasSuffix("\r") ? line.dropLast() : line)] = Int32(id)
    }
    func mark(_ name: String) throws(EncoderError) -> Int32 {
      guard let id = vocabulary[name] else { throw EncoderError(.vocabulary, "\(path) lacks \(name)") }
      return id
    }
    (start, end, unknown) = (try mark("[CLS]"), try mark("[SEP]"), try mark("[UNK]"))
    self.vocabulary = vocabulary
    self.maximumTokens = maximumTokens
    let settings = (try? Data(contentsOf: URL(fileURLWithPath: "\(directory)/tokenizer_config.json")))
      .flatMap { try? JSONDecoder().decode(Settings.self, from: $0) }
    normalizer = BERTTextNormalizer(lowercases: settings?.do_lower_case ?? true)
  }

  /// The text's token ids between its two marks, cut to `maximumTokens`.
  package func encode(_ text: String) -> [Int32] {
    var ids = [start]
    let room = maximumTokens - 1
    for word in words(text) {
      if ids.count >= room { break }
      appendPieces(word, to: &ids)
    }
    return ids.prefix(room) + [end]
  }

  /// Runs without white space; each punctuation mark is a word of its own.
  private func words(_ text: String) -> [[Unicode.Scalar]] {
    var words: [[Unicode.Scalar]] = []
    var word: [Unicode.Scalar] = []
    func flush() {
      if !word.isEmpty { words.append(word) }
      word = []
    }
    for scalar in normalizer(text) {
      if scalar.isBERTSpace {
        flush()
      } else if scalar.isBERTPunctuation {
        flush()
        words.append([scalar])
      } else {
        word.append(scalar)
      }
    }
    flush()
    return words
  }

  private func appendPieces(_ word: [Unicode.Scalar], to ids: inout [Int32]) {
    guard word.count <= Self.maximumWordLength else { return ids.append(unknown) }
    let first = ids.count
    var position = 0
    while position < word.count {
      guard let (id, next) = longestPiece(word, from: position) else {
        ids.removeSubrange(first...)
        return ids.append(unknown)
      }
      ids.append(id)
      position = next
    }
  }

  private func longestPiece(_ word: [Unicode.Scalar], from position: Int) -> (id: Int32, next: Int)? {
    let prefix = position == 0 ? "" : "##"
    for end in stride(from: word.count, to: position, by: -1) {
      var piece = prefix
      piece.unicodeScalars.append(contentsOf: word[position..<end])
      if let id = vocabulary[piece] { return (id, end) }
    }
    return nil
  }
}
