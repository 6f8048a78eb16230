internal import Foundation

/// The shape of a BERT encoder, from `config.json`, `sentence_bert_config.json` and `1_Pooling/config.json`;
/// the last two may be absent (256 tokens, mean pooling).
struct EncoderConfiguration: Sendable, Hashable {
  enum Pooling: Sendable, Hashable { case mean, firstToken }

  let hiddenSize: Int
  let layers: Int
  let heads: Int
  let intermediateSize: Int
  let vocabularySize: Int
  let maximumPositions: Int
  let layerNormEpsilon: Float
  /// Tokens of a text with its two marks; longer texts are cut.
  let maximumTokens: Int
  let pooling: Pooling

  var headSize: Int { hiddenSize / heads }

  private struct Model: Decodable {
    let model_type: String?
    let hidden_size: Int
    let num_hidden_layers: Int
    let num_attention_heads: Int
    let intermediate_size: Int
    let vocab_size: Int
    let max_position_embeddings: Int
    let layer_norm_eps: Float
    let hidden_act: String
  }

  private struct Sentences: Decodable { let max_seq_length: Int }
  private struct PoolingModes: Decodable { let pooling_mode_cls_token: Bool? }

  init(directory: String) throws(EncoderError) {
    let model: Model = try Self.require("\(directory)/config.json")
    let sentences: Sentences? = try Self.read("\(directory)/sentence_bert_config.json")
    let modes: PoolingModes? = try Self.read("\(directory)/1_Pooling/config.json")
    hiddenSize = model.hidden_size
    layers = model.num_hidden_layers
    heads = model.num_attention_heads
    intermediateSize = model.intermediate_size
    vocabularySize = model.vocab_size
    maximumPositions = model.max_position_embeddings
    layerNormEpsilon = model.layer_norm_eps
    maximumTokens = min(sentences?.max_seq_length ?? 256, model.max_position_embeddings)
    pooling = modes?.pooling_mode_cls_token == true ? .firstToken : .mean
    try validate(model)
  }

  private func validate(_ model: Model) throws(EncoderError) {
    guard (model.model_type ?? "bert") == "bert", model.hidden_act == "gelu" else {
      throw EncoderError(
        .configuration,
        "config.json: model_type \(model.model_type ?? "bert") with \(model.hidden_act), needs bert with gelu"
      )
    }
    for (key, value, limit) in [
      ("hidden_size", hiddenSize, 16_384), ("num_hidden_layers", layers, 1_000),
      ("num_attention_heads", heads, 1_024), ("intermediate_size", intermediateSize, 65_536),
      ("vocab_size", vocabularySize, 10_000_000), ("max_position_embeddings", maximumPositions, 1_000_000),
      ("max_seq_length", maximumTokens - 2, 1_000_000),
    ] where value < 1 || value > limit {
      throw EncoderError(.configuration, "\(key) is \(value), must be from 1 to \(limit)")
    }
    guard hiddenSize % heads == 0 else {
      throw EncoderError(.configuration, "hidden_size \(hiddenSize) is no multiple of \(heads) heads")
    }
  }

  private static func require<Value: Decodable>(_ path: String) throws(EncoderError) -> Value {
    guard let value: Value = try read(path) else {
      throw EncoderError(.missingFile, "\(path) is not there")
    }
    return value
  }

  /// nil without the file.
  private static func read<Value: Decodable>(_ path: String) throws(EncoderError) -> Value? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do {
      return try JSONDecoder().decode(Value.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw EncoderError(.configuration, "\(path): \(error)")
    }
  }
}
