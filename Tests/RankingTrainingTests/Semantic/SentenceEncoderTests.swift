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

  @Test func sixtyFourMovieLensItemsMatchTransformers() throws {
    let encoder = try SentenceEncoder(directory: EncoderFixture.folder)
    let file = try SafetensorsFile(path: EncoderFixture.fixture("items.safetensors").path)
    let ids = Array(try file.matrix("ids", as: Int32.self)[row: 0])
    let golden = try EncoderFixture.vectors("items.safetensors")
    let texts = try MovieLensTexts.read(EncoderFixture.data)
    let vectors = encoder.encode(try ids.map { try #require(texts[$0]) }, threads: 2)
    #expect(ids.count == 64)
    for (index, id) in ids.enumerated() {
      #expect(cosine(vectors[row: index], golden[row: index]) >= 0.9999, "item \(id)")
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
}
