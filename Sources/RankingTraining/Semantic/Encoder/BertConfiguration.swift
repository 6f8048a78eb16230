/// The hyperparameters in config.json, checked: what this encoder can run and nothing else.
struct BertConfiguration: Sendable, Hashable {
  let name: String?
  let hiddenSize: Int
  let intermediateSize: Int
  let layers: Int
  let heads: Int
  let vocabularySize: Int
  let maximumPositions: Int
  let typeCount: Int
  let layerNormEpsilon: Float

  var headSize: Int { hiddenSize / heads }

  init(_ folder: EncoderFolder) throws(EncoderError) {
    let file = try folder.decode("config.json", as: File.self)
    name = file._name_or_path.flatMap { $0.isEmpty ? nil : $0 }
    hiddenSize = file.hidden_size
    intermediateSize = file.intermediate_size
    layers = file.num_hidden_layers
    heads = file.num_attention_heads
    vocabularySize = file.vocab_size
    maximumPositions = file.max_position_embeddings
    typeCount = file.type_vocab_size ?? 2
    layerNormEpsilon = file.layer_norm_eps ?? 1e-12
    try Self.checkKind(file, path: folder.file("config.json"))
    try checkSizes(path: folder.file("config.json"))
  }

  private static func checkKind(_ file: File, path: String) throws(EncoderError) {
    guard file.model_type == "bert" else {
      throw EncoderError(.unsupported, "\(path): model_type \"\(file.model_type)\", only \"bert\" is known")
    }
    guard file.hidden_act ?? "gelu" == "gelu" else {
      throw EncoderError(
        .unsupported, "\(path): hidden_act \"\(file.hidden_act ?? "")\", only \"gelu\" is known")
    }
    guard file.position_embedding_type ?? "absolute" == "absolute" else {
      throw EncoderError(
        .unsupported,
        "\(path): position_embedding_type \"\(file.position_embedding_type ?? "")\", only \"absolute\" is known"
      )
    }
  }

  private func checkSizes(path: String) throws(EncoderError) {
    let sizes = [
      ("hidden_size", hiddenSize, 16384), ("intermediate_size", intermediateSize, 65536),
      ("num_hidden_layers", layers, 256), ("num_attention_heads", heads, 1024),
      ("vocab_size", vocabularySize, 1 << 24), ("max_position_embeddings", maximumPositions, 1 << 16),
      ("type_vocab_size", typeCount, 1024),
    ]
    for (name, value, limit) in sizes where value < 1 || value > limit {
      throw EncoderError(.malformed, "\(path): \(name) must be in 1...\(limit), got \(value)")
    }
    guard hiddenSize % heads == 0, headSize % 16 == 0, intermediateSize % 16 == 0 else {
      throw EncoderError(
        .unsupported,
        "\(path): head and intermediate sizes must be multiples of 16, got \(hiddenSize) / \(heads) and \(intermediateSize)"
      )
    }
    guard maximumPositions >= 3, layerNormEpsilon >= 0 else {
      throw EncoderError(
        .malformed, "\(path): \(maximumPositions) positions, layer_norm_eps \(layerNormEpsilon)")
    }
  }

  private struct File: Decodable {
    let _name_or_path: String?
    let model_type: String
    let hidden_act: String?
    let position_embedding_type: String?
    let hidden_size: Int
    let intermediate_size: Int
    let num_hidden_layers: Int
    let num_attention_heads: Int
    let vocab_size: Int
    let max_position_embeddings: Int
    let type_vocab_size: Int?
    let layer_norm_eps: Float?
  }
}
