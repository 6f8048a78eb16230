internal import Crypto
internal import RankingCore

/// A BERT-family sentence encoder from a local folder: text to a vector of length 1.
///
/// The folder is laid out as sentence-transformers does: config.json, model.safetensors (F32, F16 or BF16),
/// vocab.txt or tokenizer.json, and optionally modules.json, sentence_bert_config.json, 1_Pooling/config.json and
/// config_sentence_transformers.json.
package struct SentenceEncoder: Sendable {
  /// The model's name: `_name_or_path` of config.json, else the folder's name.
  package let id: String
  /// SHA-256 of model.safetensors.
  package let weightSHA256: String
  /// SHA-256 over all that decides a vector: weights, vocabulary, pooling, length limit, prefix.
  package let fingerprint: String
  package let tokenizer: WordPieceTokenizer
  let settings: SentenceSettings
  let model: BertModel

  package var dimension: Int { model.configuration.hiddenSize }
  /// Put before every text.
  package var prefix: String { settings.prefix }

  /// `prefix` is put before every text, as E5 and BGE ask for; nil: the folder's default prompt, if it names one.
  package init(directory: String, prefix: String? = nil) throws {
    let folder = EncoderFolder(path: directory)
    let configuration = try BertConfiguration(folder)
    let weights = folder.file("model.safetensors")
    id = configuration.name ?? folder.name
    settings = try SentenceSettings(folder, configuration, prefix: prefix)
    tokenizer = try WordPieceTokenizer(folder)
    guard tokenizer.vocabulary.largestID < configuration.vocabularySize else {
      throw EncoderError(
        .vocabulary,
        "\(directory): token id \(tokenizer.vocabulary.largestID), config.json has vocab_size \(configuration.vocabularySize)"
      )
    }
    model = try BertModel(path: weights, configuration)
    weightSHA256 = try MappedFile(path: weights).withBytes { SHA256.hexDigest(of: $0) }
    let recipe = [
      weightSHA256, tokenizer.fingerprint, settings.pooling.rawValue, "\(settings.maximumTokens)",
      settings.prefix,
    ]
    fingerprint = SHA256.hexDigest(of: Array(recipe.joined(separator: "\n").utf8))
  }

  /// The token ids the network sees: prefix, [CLS], [SEP] and truncation included.
  package func tokenIDs(_ text: String) -> [Int32] {
    tokenizer.encode(settings.prefix + text, maximumTokens: settings.maximumTokens)
  }
}
