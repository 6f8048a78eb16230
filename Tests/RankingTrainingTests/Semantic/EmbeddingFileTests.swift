import Foundation
import RankingCore
import RankingTraining
import Testing

struct EmbeddingFileTests {
  private let texts = ["Film 1.", "Film 2.", "Film 3."]
  private let maker = EmbedderIdentity(
    kind: .endpoint, id: "m", weights: "w", prompt: "p: ", fingerprint: "f")

  private func file(_ rows: [[Float]], of texts: [String]) throws -> String {
    let path = try Fixture.file("", named: "vectors.safetensors")
    let vectors = Matrix(rows: rows.count, columns: rows.first?.count ?? 0, rows.flatMap { $0 })
    try EmbeddingFile.write(vectors, of: texts, by: maker, to: path)
    return path
  }

  @Test func whatEmbedWritesTrainingReads() throws {
    let path = try file([[1, 0], [0, 2], [3, 4]], of: texts)
    let file = try EmbeddingFile(path: path)
    #expect(file.identity == maker)
    #expect(file.vectors.flattened() == [1, 0, 0, 1, 0.6, 0.8])
    let items = try ItemEmbeddings(EnrichmentSample.catalogue(3), file: file)
    #expect(items.vectors.flattened() == file.vectors.flattened())
    #expect(
      items.facts
        == .init(
          id: "m", weights: "w", dimension: 2, texts: Catalogue.digest(of: texts), prompt: "p: ",
          kind: .endpoint, fingerprint: "f"))
  }

  @Test func vectorsOfOtherItemsOrTextsAreRefused() throws {
    let catalogue = try EnrichmentSample.catalogue(3)
    let few = try EmbeddingFile(path: file([[1, 0], [0, 1]], of: ["Film 1.", "Film 2."]))
    let error = #expect(throws: EncoderError.self) { _ = try ItemEmbeddings(catalogue, file: few) }
    #expect(error?.code == .wrongShape && error?.message.contains("2 embeddings, there are 3 items") == true)
    let others = try EmbeddingFile(path: file([[1, 0], [0, 1], [1, 1]], of: ["a", "b", "c"]))
    #expect(throws: EncoderError.self) { _ = try ItemEmbeddings(catalogue, file: others) }
  }

  @Test(arguments: [[0, 0], [Float.nan, 1], [Float.infinity, 1]])
  func aRowThatIsNoVectorIsNamed(_ row: [Float]) throws {
    let path = try file([[1, 0], row], of: texts)
    let error = #expect(throws: EncoderError.self) { _ = try EmbeddingFile(path: path) }
    #expect(error?.message.contains("embedding 2") == true)
  }

  /// Some other program's: no metadata, taken at its word.
  @Test func aFileThatSaysNothingOfItselfIsTaken() throws {
    let path = try Fixture.file("", named: "plain.safetensors")
    var writer = SafetensorsWriter()
    writer.add("embeddings", Matrix<Float>(rows: 3, columns: 1, [1, 2, 3]))
    try AtomicFile.write(writer.encoded(), to: path)
    let items = try ItemEmbeddings(EnrichmentSample.catalogue(3), file: EmbeddingFile(path: path))
    #expect(items.facts.kind == .file && items.facts.id == "plain.safetensors")
    #expect(items.facts.texts == Catalogue.digest(of: texts))
    var other = SafetensorsWriter()
    other.add("vectors", Matrix<Float>(rows: 3, columns: 1, [1, 2, 3]))
    try AtomicFile.write(other.encoded(), to: path)
    #expect(throws: EncoderError.self) { _ = try EmbeddingFile(path: path) }
  }
}
