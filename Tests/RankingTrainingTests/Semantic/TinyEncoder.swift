import Foundation

/// A BERT of two layers with made-up weights that bfloat16 holds exactly, written as a folder.
struct TinyEncoder {
  enum Storage: String { case f32 = "F32", f16 = "F16", bf16 = "BF16" }

  static let words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "red", "blue", "film", "##s", ",", "a"]
  static let (hidden, wide, layers, positions) = (32, 48, 2, 12)

  var storage = Storage.f32
  /// Before every tensor's name.
  var root = ""
  var pooling = "mean_tokens"
  var omitted: String?
  /// Written with one row too many.
  var misshapen: String?
  var configuration: [String: Any] = [
    "model_type": "bert", "hidden_act": "gelu", "hidden_size": hidden, "intermediate_size": wide,
    "num_hidden_layers": layers, "num_attention_heads": 2, "vocab_size": words.count,
    "max_position_embeddings": positions, "layer_norm_eps": 1e-12, "_name_or_path": "tiny",
  ]
  var tokenizer: [String: Any] = ["do_lower_case": true, "tokenizer_class": "BertTokenizer"]

  func write(to folder: URL) throws {
    try FileManager.default.createDirectory(
      at: folder.appending(path: "1_Pooling"), withIntermediateDirectories: true)
    func json(_ value: [String: Any], _ name: String) throws {
      try JSONSerialization.data(withJSONObject: value).write(to: folder.appending(path: name))
    }
    try json(configuration, "config.json")
    try json(tokenizer, "tokenizer_config.json")
    try json(["pooling_mode_\(pooling)": true], "1_Pooling/config.json")
    try Data((Self.words.joined(separator: "\n") + "\n").utf8).write(to: folder.appending(path: "vocab.txt"))
    try weights().write(to: folder.appending(path: "model.safetensors"))
  }

  private var shapes: [(String, [Int])] {
    let (hidden, wide) = (Self.hidden, Self.wide)
    func norm(_ name: String) -> [(String, [Int])] {
      [("\(name).weight", [hidden]), ("\(name).bias", [hidden])]
    }
    func dense(_ name: String, _ inputs: Int, _ outputs: Int) -> [(String, [Int])] {
      [("\(name).weight", [outputs, inputs]), ("\(name).bias", [outputs])]
    }
    let embeddings = [
      ("embeddings.word_embeddings.weight", [Self.words.count, hidden]),
      ("embeddings.position_embeddings.weight", [Self.positions, hidden]),
      ("embeddings.token_type_embeddings.weight", [2, hidden]),
    ]
    return embeddings + norm("embeddings.LayerNorm")
      + (0..<Self.layers).flatMap { layer in
        let name = "encoder.layer.\(layer)"
        return ["query", "key", "value"].flatMap { dense("\(name).attention.self.\($0)", hidden, hidden) }
          + dense("\(name).attention.output.dense", hidden, hidden)
          + norm("\(name).attention.output.LayerNorm")
          + dense("\(name).intermediate.dense", hidden, wide) + dense("\(name).output.dense", wide, hidden)
          + norm("\(name).output.LayerNorm")
      }
  }

  private func weights() -> Data {
    var (body, entries, state) = (Data(), [String](), UInt32(1))
    for (name, shape) in shapes where name != omitted {
      var shape = shape
      if name == misshapen { shape[0] += 1 }
      let start = body.count
      for _ in 0..<shape.reduce(1, *) {
        state = state &* 1_664_525 &+ 1_013_904_223
        append(Float(Int32(state >> 24) - 128) / 128, to: &body)
      }
      entries.append(
        "\"\(root + name)\":{\"dtype\":\"\(storage.rawValue)\",\"shape\":\(shape),\"data_offsets\":[\(start),\(body.count)]}"
      )
    }
    let header = Data("{\(entries.joined(separator: ","))}".utf8)
    return withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) } + header + body
  }

  private func append(_ value: Float, to data: inout Data) {
    switch storage {
    case .f32: withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
    case .f16: withUnsafeBytes(of: Float16(value).bitPattern.littleEndian) { data.append(contentsOf: $0) }
    case .bf16:
      withUnsafeBytes(of: UInt16(value.bitPattern >> 16).littleEndian) { data.append(contentsOf: $0) }
    }
  }
}
