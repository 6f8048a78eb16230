internal import Crypto
internal import FoundationEssentials
internal import RankingCore

/// BERT's WordPiece tokenizer; the ids are those of HF `tokenizers`.
package struct WordPieceTokenizer: Sendable {
  package let vocabulary: WordPieceVocabulary
  /// SHA-256 over vocabulary file and settings.
  let fingerprint: String
  private let settings: TokenizerSettings
  private let specials: [(text: [Unicode.Scalar], id: Int32)]

  /// Reads vocab.txt or tokenizer.json, and the settings beside it.
  package init(directory: String) throws { try self.init(EncoderFolder(path: directory)) }

  init(_ folder: EncoderFolder) throws(EncoderError) {
    settings = try TokenizerSettings(folder)
    vocabulary = try WordPieceVocabulary(folder)
    let bytes = folder.contents("vocab.txt") ?? folder.contents("tokenizer.json") ?? Data()
    fingerprint = SHA256.hexDigest(of: Array(bytes) + Self.encoded(settings))
    specials = try Self.specials(settings, vocabulary, path: folder.file("tokenizer.json"))
  }

  /// - Throws: where a special text has another id than the vocabulary's, or lies outside of it.
  private static func specials(
    _ settings: TokenizerSettings, _ vocabulary: WordPieceVocabulary, path: String
  ) throws(EncoderError) -> [(text: [Unicode.Scalar], id: Int32)] {
    var specials: [(text: [Unicode.Scalar], id: Int32)] = []
    for special in settings.specials {
      let found = vocabulary.id(Array(special.text.utf8)[...], atStart: true)
      if let wanted = special.id, found != wanted {
        throw EncoderError(
          .vocabulary,
          "\(path): added token \"\(special.text)\" has id \(wanted), the vocabulary has "
            + "\(found.map { "it at \($0)" } ?? "no such piece"): only tokens of the vocabulary are known")
      }
      if let found { specials.append((Array(special.text.unicodeScalars), found)) }
    }
    return specials
  }

  /// The same bytes for the same settings.
  private static func encoded(_ settings: TokenizerSettings) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(settings)).map { Array($0) } ?? []
  }

  /// [CLS], the text's pieces, [SEP]: at most `maximumTokens`, which is at least 2, the end of a longer text cut.
  package func encode(_ text: String, maximumTokens: Int) -> [Int32] {
    let room = maximumTokens - 2
    var ids = [vocabulary.classify]
    var pending: [Unicode.Scalar] = []
    let scalars = Array(text.unicodeScalars)
    var index = 0
    while index < scalars.count, ids.count <= room {
      if let special = special(at: index, of: scalars) {
        append(pending, to: &ids, room: room)
        pending.removeAll(keepingCapacity: true)
        ids.append(special.id)
        index += special.text.count
      } else {
        pending.append(scalars[index])
        index += 1
      }
    }
    append(pending, to: &ids, room: room)
    return ids.prefix(room + 1) + [vocabulary.separate]
  }

  /// The longest special text that begins here.
  private func special(
    at index: Int, of scalars: [Unicode.Scalar]
  ) -> (text: [Unicode.Scalar], id: Int32)? {
    specials.filter { scalars[index...].starts(with: $0.text) }.max { $0.text.count < $1.text.count }
  }

  /// Normalises and splits at white space and punctuation.
  private func append(_ text: [Unicode.Scalar], to ids: inout [Int32], room: Int) {
    var word: [Unicode.Scalar] = []
    for scalar in settings.normalizer.normalise(text) where ids.count <= room {
      let stands = scalar.isBertPunctuation
      guard stands || scalar.isBertSpace else { word.append(scalar); continue }
      append(word: word, to: &ids)
      if stands { append(word: [scalar], to: &ids) }
      word.removeAll(keepingCapacity: true)
    }
    append(word: word, to: &ids)
  }

  /// Greedy longest match first; a word that cannot be covered whole is one [UNK].
  private func append(word: [Unicode.Scalar], to ids: inout [Int32]) {
    guard !word.isEmpty else { return }
    guard word.count <= settings.maximumWordCharacters else { ids.append(vocabulary.unknown); return }
    var bytes: [UInt8] = []
    var ends: [Int] = []
    for scalar in word {
      bytes.append(contentsOf: UTF8.encode(scalar) ?? .init())
      ends.append(bytes.count)
    }
    let mark = ids.count
    var start = 0
    while start < bytes.count {
      let found = ends.reversed().lazy.prefix { $0 > start }.compactMap { end in
        vocabulary.id(bytes[start..<end], atStart: start == 0).map { (id: $0, end: end) }
      }.first
      guard let found else {
        ids.removeSubrange(mark...)
        ids.append(vocabulary.unknown)
        return
      }
      ids.append(found.id)
      start = found.end
    }
  }
}
