package import RankingCore

/// A local sentence encoder and what it made before.
package struct EncoderEmbedder: TextEmbedder {
  package let encoder: SentenceEncoder
  private let directory: String
  private let threads: Int

  /// - Parameters:
  ///   - folder: the encoder's files.
  ///   - prefix: put before every text; nil: what the folder names.
  ///   - directory: holds what was embedded before.
  package init(folder: String, prefix: String? = nil, directory: String, threads: Int) throws {
    encoder = try SentenceEncoder(directory: folder, prefix: prefix)
    self.directory = directory
    self.threads = threads
  }

  package var identity: EmbedderIdentity {
    EmbedderIdentity(
      kind: .encoder, id: encoder.id, weights: encoder.weightSHA256, prompt: encoder.prefix,
      fingerprint: encoder.fingerprint)
  }

  /// How many different texts of `texts` were never encoded.
  package func missing(_ texts: [String]) throws -> Int {
    try EmbeddingCache(directory: directory, encoder: encoder).missing(texts)
  }

  package func embed(
    _ texts: [String], progress: @escaping @Sendable (_ done: Int) -> Void = { _ in }
  ) throws -> Matrix<Float> {
    var cache = try EmbeddingCache(directory: directory, encoder: encoder)
    return try cache.embeddings(of: texts, threads: threads, progress: progress)
  }
}
