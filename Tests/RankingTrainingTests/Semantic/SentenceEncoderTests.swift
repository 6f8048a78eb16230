import Foundation
import RankingCore
import RankingTraining
import Testing

struct SentenceEncoderTests {
  /// Vectors of `transformers`' BertModel on own texts: torture and invented films (make_golden.py).
  @Test func sentencesMatchTransformers() throws {
    let encoder = try SentenceEncoder(directory: EncoderFixture.folder)
    let sentences = try EncoderFixture.sentences()
    let golden = try EncoderFixture.vectors("sentences.safetensors")
    for sentence in sentences {
      #expect(encoder.tokenIDs(sentence.whole) == sentence.ids, "\(sentence.text)")
    }
    let vectors = encoder.encode(sentences.map(\.whole), threads: 2)
    for (index, sentence) in sentences.enumerated() {
      #expect(cosine(vectors[row: index], golden[row: index]) >= 0.9999, "\(sentence.text)")
    }
  }

  /// The first token's vectors of the same run of `transformers`, by a folder that asks for them.
  @Test func clsPoolingMatchesTransformers() throws {
    let golden = try SafetensorsFile(path: EncoderFixture.fixture("sentences.safetensors").path).matrix(
      "cls", as: Float.self)
    let texts = try EncoderFixture.sentences().prefix(golden.rows).map(\.whole)
    let vectors = try EncoderFixture.withFolder { folder in
      try EncoderFixture.link(to: folder)
      let pooling = folder.appending(path: "1_Pooling")
      try FileManager.default.createDirectory(at: pooling, withIntermediateDirectories: true)
      try Data("{\"pooling_mode_cls_token\":true,\"pooling_mode_mean_tokens\":false}".utf8).write(
        to: pooling.appending(path: "config.json"))
      return try SentenceEncoder(directory: folder.path).encode(texts, threads: 2)
    }
    #expect(golden.rows >= 36)
    for (index, text) in texts.enumerated() {
      #expect(cosine(vectors[row: index], golden[row: index]) >= 0.9999, "\(text.prefix(80))")
    }
  }

  @Test func everyMovieLensItemMatchesTransformers() throws {
    let encoder = try SentenceEncoder(directory: EncoderFixture.folder)
    let file = try SafetensorsFile(path: EncoderFixture.fixture("items.safetensors").path)
    let ids = Array(try file.matrix("ids", as: Int32.self)[row: 0])
    let golden = try file.matrix("vectors", as: UInt16.self)
    let texts = try MovieLensTexts.read(EncoderFixture.data)
    let vectors = encoder.encode(try ids.map { try #require(texts[$0]) }, threads: 2)
    #expect(Set(ids) == Set(texts.keys))
    for (index, id) in ids.enumerated() {
      let wanted = golden[row: index].map { Float(Float16(bitPattern: $0)) }
      let agreement = wanted.withUnsafeBufferPointer { cosine(vectors[row: index], $0) }
      #expect(agreement >= 0.9999, "item \(id)")
    }
  }

  @Test func aVectorDependsOnItsTextAlone() throws {
    let encoder = try SentenceEncoder(directory: EncoderFixture.folder)
    let texts = try EncoderFixture.sentences().map(\.whole)
    let together = encoder.encode(texts, threads: 1)
    #expect(encoder.encode(texts, threads: 3).flattened() == together.flattened())
    for index in stride(from: 0, to: texts.count, by: 7) {
      let alone = encoder.encode([texts[index]], threads: 1)
      #expect(Array(alone[row: 0]) == Array(together[row: index]))
    }
  }

  @Test func prefixStandsBeforeTheText() throws {
    let plain = try SentenceEncoder(directory: EncoderFixture.folder)
    let prefixed = try SentenceEncoder(directory: EncoderFixture.folder, prefix: "query: ")
    #expect(prefixed.tokenIDs("a film") == plain.tokenIDs("query: a film"))
    #expect(prefixed.fingerprint != plain.fingerprint)
    #expect(prefixed.weightSHA256 == plain.weightSHA256)
    #expect(plain.encode([], threads: 2).rows == 0)
  }

  @Test func theFoldersDefaultPromptIsThePrefixUnlessOneIsGiven() throws {
    try EncoderFixture.withFolder { folder in
      try EncoderFixture.link(to: folder)
      try Data("{\"prompts\":{\"query\":\"query: \"},\"default_prompt_name\":\"query\"}".utf8).write(
        to: folder.appending(path: "config_sentence_transformers.json"))
      #expect(try SentenceEncoder(directory: folder.path).prefix == "query: ")
      #expect(try SentenceEncoder(directory: folder.path, prefix: "").prefix == "")
    }
  }
}
