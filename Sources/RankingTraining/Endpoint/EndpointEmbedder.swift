internal import Crypto
internal import Foundation
package import RankingCore

/// Embeds texts by an endpoint: in batches, several under way, every one kept on disk as it comes.
package struct EndpointEmbedder: TextEmbedder {
  /// How much is asked at once.
  package struct Limits: Sendable, Hashable {
    package var batch = 64
    package var concurrency = 4

    package init(batch: Int = 64, concurrency: Int = 4) {
      self.batch = batch
      self.concurrency = concurrency
    }
  }

  package let client: EndpointClient
  package let limits: Limits
  /// Put before every text.
  package let prefix: String
  private let directory: String

  /// `directory` holds what was embedded before; it is never asked for again.
  package init(client: EndpointClient, directory: String, prefix: String = "", limits: Limits = Limits()) {
    self.client = client
    self.directory = directory
    self.prefix = prefix
    self.limits = limits
  }

  /// SHA-256 over all that is known to decide a vector: endpoint, model, prefix.
  package var fingerprint: String {
    let recipe = [client.endpoint.base, client.endpoint.model, prefix].joined(separator: "\n")
    return SHA256.hexDigest(of: Array(recipe.utf8))
  }

  package var identity: EmbedderIdentity {
    EmbedderIdentity(
      kind: .endpoint, id: client.endpoint.model, weights: fingerprint, prompt: prefix,
      fingerprint: fingerprint)
  }

  /// - Throws: `EndpointError`; what was embedded until then is kept, and the next call goes on from there.
  package func embed(
    _ texts: [String], progress: @escaping @Sendable (_ done: Int) -> Void = { _ in }
  ) async throws -> Matrix<Float> {
    try EmbeddingStore.check(texts)
    guard let first = texts.first else { return Matrix(rows: 0, columns: 0, []) }
    var store = try await open(asking: first)
    let missing = store.missing(texts)
    progress(texts.count - missing.count)
    let batches = stride(from: 0, to: missing.count, by: max(1, limits.batch)).map {
      Array(missing[$0..<min(missing.count, $0 + max(1, limits.batch))])
    }
    let dimension = store.dimension
    try await LimitedTasks.run(batches, concurrency: limits.concurrency) { batch in
      try await EmbeddingsCall(client: client).vectors(of: batch.map { prefix + $0 }, dimension: dimension)
    } done: { batch, result in
      try store.add(batch, try result.get())
      progress(batch.count)
    }
    guard let result = store.matrix(texts) else {
      throw EndpointError(.malformed, "not all of \(texts.count) texts were embedded")
    }
    return result
  }

  /// What was kept before, or a new store whose dimension the answer for one text tells.
  private func open(asking text: String) async throws -> EmbeddingStore {
    let name = "\(fingerprint)-"
    let known = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    let dimension = known.lazy.compactMap { file in
      file.hasPrefix(name) ? Int(file.dropFirst(name.count).prefix { $0.isNumber }) : nil
    }.first
    if let dimension, dimension > 0 {
      return try EmbeddingStore(directory: directory, name: "\(name)\(dimension)", dimension: dimension)
    }
    let vectors = try await EmbeddingsCall(client: client).vectors(of: [prefix + text], dimension: nil)
    var store = try EmbeddingStore(
      directory: directory, name: "\(name)\(vectors[0].count)", dimension: vectors[0].count)
    try store.add([text], vectors)
    return store
  }
}
