internal import Foundation
package import RankingCore

/// Embeddings in a safetensors file, as `rankctl embed` writes them: tensor `embeddings` [texts, dimension], float32.
///
/// Metadata, all optional: `encoder` and `encoder_sha256` (what made them), `kind`, `prompt`, `fingerprint`, and
/// `texts_sha256`, the SHA-256 of the texts with a line feed between each two.
package struct EmbeddingFile: Sendable {
  package static let tensor = "embeddings"

  /// Rows of length 1.
  package let vectors: Matrix<Float>
  package let identity: EmbedderIdentity
  private let texts: String?
  private let path: String

  /// - Throws: `EncoderError` naming the first row that is no vector.
  package init(path: String) throws {
    let file = try SafetensorsFile(path: path)
    guard file.tensors[Self.tensor] != nil else {
      throw EncoderError(.missingTensor, "\(path): no tensor \"\(Self.tensor)\"")
    }
    let found = try file.matrix(Self.tensor, as: Float.self)
    vectors = try Self.normalised(found, path)
    let facts = file.metadata
    let kind = facts["kind"].flatMap(BundleManifest.EncoderFacts.Kind.init) ?? .file
    identity = EmbedderIdentity(
      kind: kind, id: facts["encoder"] ?? URL(fileURLWithPath: path).lastPathComponent,
      weights: facts["encoder_sha256"] ?? "unknown", prompt: facts["prompt"],
      fingerprint: facts["fingerprint"])
    texts = facts["texts_sha256"]
    self.path = path
  }

  /// Writes `vectors` of `texts`.
  package static func write(
    _ vectors: Matrix<Float>, of texts: [String], by embedder: EmbedderIdentity, to path: String
  ) throws {
    var writer = SafetensorsWriter()
    writer.metadata = [
      "kind": embedder.kind.rawValue, "encoder": embedder.id, "encoder_sha256": embedder.weights,
      "texts_sha256": Catalogue.digest(of: texts),
    ]
    writer.metadata["prompt"] = embedder.prompt
    writer.metadata["fingerprint"] = embedder.fingerprint
    writer.add(tensor, vectors)
    try AtomicFile.write(writer.encoded(), to: path)
  }

  /// Whether these are the vectors of `wanted`; a file that does not say of which texts it is, is taken at its
  /// number of rows.
  func check(_ wanted: ItemTexts) throws(EncoderError) {
    guard vectors.rows == wanted.all.count else {
      throw EncoderError(
        .wrongShape, "\(path): \(vectors.rows) embeddings, there are \(wanted.all.count) items")
    }
    guard let texts else {
      return ProgressReporter.note(
        "\(path) does not say of which texts it is; taken for the items' in their order")
    }
    guard texts == wanted.digest else {
      throw EncoderError(
        .mismatch,
        "\(path) is of texts \(texts), the items' are \(wanted.digest); `rankctl texts` writes them for `embed`"
      )
    }
  }

  private static func normalised(_ found: Matrix<Float>, _ path: String) throws(EncoderError) -> Matrix<Float>
  {
    var values: [Float] = []
    values.reserveCapacity(found.rows * found.columns)
    for row in 0..<found.rows {
      let length = found[row: row].reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      guard length.isFinite, length > 0 else {
        throw EncoderError(.malformed, "\(path): embedding \(row + 1) has length \(length)")
      }
      let isUnit = abs(length - 1) < 1e-5
      values += found[row: row].map { isUnit ? $0 : Float(Double($0) / length) }
    }
    return Matrix(rows: found.rows, columns: found.columns, values)
  }
}
