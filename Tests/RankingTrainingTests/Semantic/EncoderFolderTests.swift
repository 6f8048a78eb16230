import Foundation
import RankingCore
import RankingTraining
import Testing

/// What the encoder reads and refuses, on a tiny model.
struct EncoderFolderTests {
  private let texts = [
    "a red film", "blue, films", "a", "", "red red red red red red red red red red red red",
  ]

  private func vectors(_ tiny: TinyEncoder) throws -> [Float] {
    try EncoderFixture.withFolder { folder in
      try tiny.write(to: folder)
      return try SentenceEncoder(directory: folder.path).encode(texts, threads: 2).flattened()
    }
  }

  private func failure(_ tiny: TinyEncoder, then spoil: (URL) throws -> Void = { _ in }) throws
    -> EncoderError?
  {
    try EncoderFixture.withFolder { folder in
      try tiny.write(to: folder)
      try spoil(folder)
      return #expect(throws: EncoderError.self) { try SentenceEncoder(directory: folder.path) }
    }
  }

  @Test func storageTypesAndNamesAgree() throws {
    let plain = try vectors(TinyEncoder())
    #expect(plain.count == texts.count * TinyEncoder.hidden)
    #expect(!plain.contains { !$0.isFinite })
    #expect(try vectors(TinyEncoder(storage: .f16)) == plain)
    #expect(try vectors(TinyEncoder(storage: .bf16)) == plain)
    #expect(try vectors(TinyEncoder(root: "bert.")) == plain)
    #expect(try vectors(TinyEncoder(pooling: "cls_token")) != plain)
  }

  @Test func idsAndTruncation() throws {
    try EncoderFixture.withFolder { folder in
      try TinyEncoder().write(to: folder)
      let encoder = try SentenceEncoder(directory: folder.path)
      #expect(encoder.id == "tiny")
      #expect(encoder.dimension == TinyEncoder.hidden)
      #expect(encoder.tokenIDs("Red FILMS, zzz [MASK]") == [2, 5, 7, 8, 9, 1, 4, 3])
      #expect(encoder.tokenIDs(texts[4]) == [2] + Array(repeating: 5, count: 10) + [3])
    }
  }

  @Test(arguments: [
    "embeddings.word_embeddings.weight", "encoder.layer.1.attention.self.key.weight",
    "encoder.layer.0.output.dense.bias", "embeddings.LayerNorm.weight",
  ])
  func aMissingOrWrongTensorIsNamed(_ name: String) throws {
    let missing = try failure(TinyEncoder(omitted: name))
    #expect(missing?.code == .missingTensor)
    #expect(missing?.message.contains("\"\(name)\"") == true)
    let wrong = try failure(TinyEncoder(misshapen: name))
    #expect(wrong?.code == .wrongShape)
    #expect(wrong?.message.contains("\"\(name)\"") == true)
  }

  @Test(arguments: ["config.json", "vocab.txt", "model.safetensors"])
  func aMissingFileIsNamed(_ name: String) throws {
    let error = try failure(TinyEncoder()) {
      try FileManager.default.removeItem(at: $0.appending(path: name))
    }
    #expect(error?.message.contains(name == "vocab.txt" ? "tokenizer.json" : name) == true)
  }

  @Test(arguments: [
    ("model_type", "roberta"), ("hidden_act", "relu"), ("position_embedding_type", "relative_key"),
  ])
  func unknownKindsAreRefused(_ key: String, _ value: String) throws {
    var tiny = TinyEncoder()
    tiny.configuration[key] = value
    let error = try failure(tiny)
    #expect(error?.code == .unsupported)
    #expect(error?.message.contains(value) == true)
  }

  @Test(arguments: [
    ("hidden_size", 0), ("hidden_size", 33), ("num_attention_heads", -1), ("vocab_size", 1 << 40),
    ("max_position_embeddings", 2), ("num_hidden_layers", 3), ("vocab_size", 5),
  ])
  func sizesThatDoNotFitAreRefused(_ key: String, _ value: Int) throws {
    var tiny = TinyEncoder()
    tiny.configuration[key] = value
    #expect(try failure(tiny) != nil)
  }

  @Test func anUnknownTokenizerIsRefused() throws {
    let error = try failure(TinyEncoder(tokenizer: ["tokenizer_class": "XLMRobertaTokenizer"]))
    #expect(error?.code == .unsupported)
    let other = try failure(TinyEncoder()) { folder in
      try Data("{\"model\":{\"type\":\"BPE\",\"vocab\":{}}}".utf8).write(
        to: folder.appending(path: "tokenizer.json"))
    }
    #expect(other?.message.contains("BPE") == true)
    let pooling = try failure(TinyEncoder(pooling: "max_tokens"))
    #expect(pooling?.code == .unsupported)
  }

  private func modules(_ types: [(String, String)]) -> (URL) throws -> Void {
    { folder in
      let list = types.map { "{\"path\": \"\($0.0)\", \"type\": \"sentence_transformers.models.\($0.1)\"}" }
      try Data("[\(list.joined(separator: ","))]".utf8).write(to: folder.appending(path: "modules.json"))
    }
  }

  /// LaBSE's and others' last layer: without it the vectors would be wrong ones.
  @Test(arguments: ["Dense", "LSTM", "WordEmbeddings", "CLIPModel"])
  func aModuleThatIsNotKnownIsNamed(_ kind: String) throws {
    let error = try failure(
      TinyEncoder(), then: modules([("", "Transformer"), ("1_Pooling", "Pooling"), ("2_\(kind)", kind)]))
    #expect(error?.code == .unsupported)
    #expect(error?.message.contains("\"\(kind)\" in \"2_\(kind)\"") == true)
    #expect(
      try failure(TinyEncoder(), then: modules([("0_Transformer", "Transformer")]))?.code == .unsupported)
  }

  @Test func theModulesThatAreKnownChangeNothing() throws {
    let plain = try vectors(TinyEncoder(pooling: "cls_token"))
    let listed = try EncoderFixture.withFolder { folder in
      try TinyEncoder(pooling: "cls_token").write(to: folder)
      try FileManager.default.moveItem(
        at: folder.appending(path: "1_Pooling"), to: folder.appending(path: "7_Pooling"))
      try modules([("", "Transformer"), ("7_Pooling", "Pooling"), ("2_Normalize", "Normalize")])(folder)
      return try SentenceEncoder(directory: folder.path).encode(texts, threads: 1).flattened()
    }
    #expect(listed == plain)
  }

  @Test(arguments: [("[MASK]", 9, "it at 4"), ("[NEW]", 11, "no such piece")])
  func anAddedTokenThatIsNotTheVocabularysIsNamed(_ text: String, _ id: Int, _ found: String) throws {
    let error = try failure(TinyEncoder()) { folder in
      let added = "{\"id\": \(id), \"content\": \"\(text)\"}"
      try Data(
        """
        {"model": {"type": "WordPiece"}, "normalizer": {"type": "BertNormalizer"},
         "pre_tokenizer": {"type": "BertPreTokenizer"}, "added_tokens": [\(added)]}
        """.utf8
      ).write(to: folder.appending(path: "tokenizer.json"))
    }
    #expect(error?.code == .vocabulary)
    #expect(error?.message.contains(text) == true && error?.message.contains(found) == true)
  }

  @Test(arguments: [0, 7, 100, 5_000])
  func aTruncatedWeightFileIsRefused(_ length: Int) throws {
    let error = try failure(TinyEncoder()) { folder in
      let file = folder.appending(path: "model.safetensors")
      try Data(contentsOf: file).prefix(length).write(to: file)
    }
    #expect(error?.message.contains("model.safetensors") == true)
  }
}
