internal import Crypto
internal import Foundation
package import RankingCore

/// Embeddings on disk by text.
///
/// One append-only file, named by what made the embeddings: records of 32 bytes SHA-256 of the text,
/// `dimension` float32 little-endian, and the first 8 bytes of the SHA-256 of all that. Records are synced as they
/// are added, so an interrupted run goes on where it stopped. A record that a crash tore at the end is cut off; one
/// whose digest does not fit is passed over, and its text embedded again. Processes take turns by a lock on the
/// file; what another one adds after this one has opened it is not seen.
package struct EmbeddingStore: Sendable {
  package let dimension: Int
  private let path: String
  private var known: [[UInt8]: [Float]] = [:]
  private var recordBytes: Int { 32 + dimension * 4 + 8 }

  /// Opens or begins `<directory>/<name>.embeddings`.
  package init(directory: String, name: String, dimension: Int) throws {
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    path = "\(directory)/\(name).embeddings"
    self.dimension = dimension
    try load()
  }

  package subscript(text: String) -> [Float]? { known[Self.key(text)] }

  /// - Throws: `EncoderError` of code `noText` if a text is empty or white space.
  static func check(_ texts: [String]) throws(EncoderError) {
    if let empty = texts.firstIndex(where: { $0.allSatisfy(\.isWhitespace) }) {
      throw EncoderError(.noText, "text \(empty + 1) of \(texts.count) is empty")
    }
  }

  /// Each text of `texts` that is not known, once, in order.
  package func missing(_ texts: [String]) -> [String] {
    var asked: Set<[UInt8]> = []
    return texts.filter { text in
      let key = Self.key(text)
      return known[key] == nil && asked.insert(key).inserted
    }
  }

  /// Adds one vector of `dimension` numbers for each text; they are on disk when this returns.
  package mutating func add(_ texts: [String], _ vectors: [[Float]]) throws {
    var records: [UInt8] = []
    for (text, vector) in zip(texts, vectors) {
      precondition(vector.count == dimension)
      let key = Self.key(text)
      known[key] = vector
      records += record(key, vector)
    }
    let file = try LockedFile(path: path)
    try file.cut(toMultipleOf: recordBytes)
    try file.append(records)
  }

  /// [texts, dimension] in order; nil where one is not known.
  package func matrix(_ texts: [String]) -> Matrix<Float>? {
    let rows = texts.compactMap { self[$0] }
    guard rows.count == texts.count else { return nil }
    return Matrix(rows: rows.count, columns: dimension, rows.flatMap { $0 })
  }

  private static func key(_ text: String) -> [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

  private func record(_ key: [UInt8], _ vector: [Float]) -> [UInt8] {
    let body = key + vector.withUnsafeBytes { Array($0) }
    return body + SHA256.hash(data: body).prefix(8)
  }

  private mutating func load() throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    let bytes = try LockedFile(path: path).contents()
    for position in stride(from: 0, through: bytes.count - recordBytes, by: recordBytes) {
      let body = Array(bytes[position..<position + recordBytes - 8])
      let seal = bytes[position + body.count..<position + recordBytes]
      guard SHA256.hash(data: body).prefix(8).elementsEqual(seal) else { continue }
      known[Array(body.prefix(32))] = body.withUnsafeBytes { raw in
        (0..<dimension).map { raw.loadUnaligned(fromByteOffset: 32 + $0 * 4, as: Float.self) }
      }
    }
  }
}
