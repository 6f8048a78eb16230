/// What tokenizer.json (or tokenizer_config.json, where there is none) says, checked against what is implemented.
struct TokenizerSettings: Codable, Sendable, Hashable {
  /// A text that stands for one id wherever it occurs.
  struct Special: Codable, Sendable, Hashable {
    let text: String
    /// nil: the vocabulary's, and nothing special where it has none.
    let id: Int32?
  }

  var normalizer = BertNormalizer()
  /// A longer word is [UNK].
  var maximumWordCharacters = 100
  var specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"].map { Special(text: $0, id: nil) }

  init(_ folder: EncoderFolder) throws(EncoderError) {
    if let file = try folder.decodeIfPresent("tokenizer.json", as: Full.self) {
      try self.init(file, path: folder.file("tokenizer.json"))
    } else if let file = try folder.decodeIfPresent("tokenizer_config.json", as: Brief.self) {
      try self.init(file, path: folder.file("tokenizer_config.json"))
    } else {
      throw EncoderError(.missingFile, "neither \(folder.file("tokenizer.json")) nor tokenizer_config.json")
    }
  }

  private init(_ file: Full, path: String) throws(EncoderError) {
    let kinds = [
      ("model", file.model.type ?? "WordPiece", "WordPiece"),
      ("normalizer", file.normalizer?.type ?? "none", "BertNormalizer"),
      ("pre_tokenizer", file.pre_tokenizer?.type ?? "none", "BertPreTokenizer"),
      ("continuing_subword_prefix", file.model.continuing_subword_prefix ?? "##", "##"),
    ]
    for (part, found, known) in kinds where found != known {
      throw EncoderError(.unsupported, "\(path): \(part) is \"\(found)\", only \"\(known)\" is known")
    }
    let lowercases = file.normalizer?.lowercase ?? true
    normalizer = BertNormalizer(
      cleansText: file.normalizer?.clean_text ?? true,
      spacesHan: file.normalizer?.handle_chinese_chars ?? true,
      stripsAccents: file.normalizer?.strip_accents ?? lowercases, lowercases: lowercases)
    maximumWordCharacters = file.model.max_input_chars_per_word ?? 100
    specials = (file.added_tokens ?? []).filter { !$0.content.isEmpty }.map {
      Special(text: $0.content, id: $0.id)
    }
  }

  private init(_ file: Brief, path: String) throws(EncoderError) {
    guard file.tokenizer_class?.hasPrefix("Bert") ?? true else {
      throw EncoderError(
        .unsupported,
        "\(path): tokenizer_class \"\(file.tokenizer_class ?? "")\", only BertTokenizer is known")
    }
    let lowercases = file.do_lower_case ?? true
    normalizer = BertNormalizer(
      spacesHan: file.tokenize_chinese_chars ?? true, stripsAccents: file.strip_accents ?? lowercases,
      lowercases: lowercases)
  }

  private struct Full: Decodable {
    struct Kind: Decodable { let type: String }
    struct Model: Decodable {
      let type: String?
      let continuing_subword_prefix: String?
      let max_input_chars_per_word: Int?
    }
    struct Normalizer: Decodable {
      let type: String
      let clean_text: Bool?
      let handle_chinese_chars: Bool?
      let strip_accents: Bool?
      let lowercase: Bool?
    }
    struct Added: Decodable {
      let id: Int32
      let content: String
    }
    let model: Model
    let normalizer: Normalizer?
    let pre_tokenizer: Kind?
    let added_tokens: [Added]?
  }

  private struct Brief: Decodable {
    let tokenizer_class: String?
    let do_lower_case: Bool?
    let strip_accents: Bool?
    let tokenize_chinese_chars: Bool?
  }
}
