internal import Foundation
internal import RankingCore

/// `POST /v1/embeddings`.
struct EmbeddingsCall {
  private struct Request: Encodable {
    let model: String
    let input: [String]
    let encoding_format = "float"
  }

  private struct Reply: Decodable {
    struct Entry: Decodable {
      let index: Int?
      let embedding: [Double]
    }
    struct Usage: Decodable {
      let prompt_tokens: Int?
      let total_tokens: Int?
    }
    let data: [Entry]
    let usage: Usage?
  }

  let client: EndpointClient

  /// One vector of length 1 for each text.
  ///
  /// - Parameter dimension: what every vector must have; nil: what the first has.
  /// - Throws: `.dimension` where a vector is longer or shorter, `.malformed` for anything but one finite vector
  ///   a text, after all attempts.
  func vectors(of texts: [String], dimension: Int?) async throws -> [[Float]] {
    let request = Request(model: client.endpoint.model, input: texts)
    return try await client.call("/embeddings", request) { (bytes) throws(EndpointError) in
      let reply = try Self.decode(bytes)
      client.meter.add(
        inputTokens: reply.usage?.prompt_tokens ?? reply.usage?.total_tokens, outputTokens: 0,
        sent: texts.reduce(0) { $0 + $1.utf8.count }, received: 0)
      let ordered = try Self.ordered(reply, count: texts.count)
      return try Self.normalised(ordered, dimension: dimension)
    }
  }

  private static func decode(_ bytes: [UInt8]) throws(EndpointError) -> Reply {
    do {
      return try JSONDecoder().decode(Reply.self, from: Data(bytes))
    } catch {
      throw EndpointError(.malformed, "/embeddings: \(bytes.count) bytes that are no list of vectors")
    }
  }

  /// By index where the server gives one.
  private static func ordered(_ reply: Reply, count: Int) throws(EndpointError) -> [[Double]] {
    guard reply.data.count == count else {
      throw EndpointError(.malformed, "/embeddings: \(reply.data.count) vectors for \(count) texts")
    }
    var ordered = [[Double]?](repeating: nil, count: count)
    for (place, entry) in reply.data.enumerated() {
      let index = entry.index ?? place
      guard ordered.indices.contains(index), ordered[index] == nil else {
        throw EndpointError(.malformed, "/embeddings: index \(index) twice or beyond \(count) texts")
      }
      ordered[index] = entry.embedding
    }
    return ordered.compactMap { $0 }
  }

  private static func normalised(
    _ vectors: [[Double]], dimension: Int?
  ) throws(EndpointError) -> [[Float]] {
    let wanted = dimension ?? vectors.first?.count ?? 0
    var result: [[Float]] = []
    for vector in vectors {
      guard vector.count == wanted, wanted > 0 else {
        throw EndpointError(
          .dimension, "/embeddings: a vector of \(vector.count) numbers, those before have \(wanted)")
      }
      let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard length.isFinite, length > 0 else {
        throw EndpointError(.malformed, "/embeddings: a vector of length \(length)")
      }
      result.append(vector.map { Float($0 / length) })
    }
    return result
  }
}
