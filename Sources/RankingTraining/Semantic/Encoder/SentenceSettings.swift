/// What surrounds the network: pooling, length limit and the text put before every sentence.
struct SentenceSettings: Sendable, Hashable {
  let pooling: SentencePooling
  /// Tokens of a sentence at most, [CLS] and [SEP] included.
  let maximumTokens: Int
  let prefix: String

  /// `prefix` nil: the default prompt that config_sentence_transformers.json names, if any.
  init(_ folder: EncoderFolder, _ configuration: BertConfiguration, prefix: String?) throws(EncoderError) {
    pooling = try SentencePooling(folder, in: EncoderModules(folder).pooling)
    let length = try folder.decodeIfPresent("sentence_bert_config.json", as: Length.self)
    maximumTokens = min(
      length?.max_seq_length ?? configuration.maximumPositions, configuration.maximumPositions)
    guard maximumTokens >= 3 else {
      throw EncoderError(
        .malformed,
        "\(folder.file("sentence_bert_config.json")): max_seq_length must be at least 3, got \(maximumTokens)"
      )
    }
    let prompts = try folder.decodeIfPresent("config_sentence_transformers.json", as: Prompts.self)
    self.prefix = prefix ?? prompts?.chosen ?? ""
  }

  private struct Length: Decodable { let max_seq_length: Int? }

  private struct Prompts: Decodable {
    let prompts: [String: String]?
    let default_prompt_name: String?

    var chosen: String? { default_prompt_name.flatMap { prompts?[$0] } }
  }
}
