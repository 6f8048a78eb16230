package import RankingCore

/// What an encoder made of texts before, so that only texts never seen are encoded again; see `EmbeddingStore`.
package struct EmbeddingCache {
  private let encoder: SentenceEncoder
  private var store: EmbeddingStore

  /// Texts that are encoded before their records are written.
  private static let batch = 512

  package init(directory: String, encoder: SentenceEncoder) throws {
    self.encoder = encoder
    store = try EmbeddingStore(
      directory: directory, name: encoder.fingerprint, dimension: encoder.dimension)
  }

  /// How many different texts of `texts` were never encoded.
  package func missing(_ texts: [String]) -> Int { store.missing(texts).count }

  /// Embeddings of `texts`, in order; new ones are encoded and kept.
  ///
  /// - Parameter progress: told how many texts are ready.
  /// - Throws: `EncoderError` of code `noText`, before anything is encoded, if a text is empty or white space.
  package mutating func embeddings(
    of texts: [String], threads: Int, progress: (@Sendable (_ done: Int) -> Void)? = nil
  ) throws -> Matrix<Float> {
    try EmbeddingStore.check(texts)
    let missing = store.missing(texts)
    progress?(texts.count - missing.count)
    for start in stride(from: 0, to: missing.count, by: Self.batch) {
      let batch = Array(missing[start..<min(missing.count, start + Self.batch)])
      let vectors = encoder.encode(batch, threads: threads, progress: progress)
      try store.add(batch, batch.indices.map { Array(vectors[row: $0]) })
    }
    guard let embeddings = store.matrix(texts) else {
      throw EncoderError(.cache, "\(texts.count) texts, not all of them embedded")
    }
    return embeddings
  }
}
