internal import Crypto
internal import Foundation
package import RankingCore

/// Embeddings on disk by text, so that only texts never seen before are encoded again.
///
/// One append-only file for each encoder, named by its fingerprint: records of 32 bytes SHA-256 of the text,
/// `dimension` float32 little-endian, and the first 8 bytes of the SHA-256 of all that. New records are written
/// and synced as they are made, so an interrupted run goes on where it stopped. A record that a crash tore, and
/// everything after it, is dropped when the file is opened.
package struct EmbeddingCache {
  private let path: String
  private let encoder: SentenceEncoder
  private var known: [[UInt8]: [Float]] = [:]
  private var recordBytes: Int { 32 + encoder.dimension * 4 + 8 }

  /// Texts that are encoded before their records are written.
  private static let batch = 512

  package init(directory: String, encoder: SentenceEncoder) throws {
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    path = "\(directory)/\(encoder.fingerprint).embeddings"
    self.encoder = encoder
    try load()
  }

  /// Embeddings of `texts`, in order; new ones are encoded and kept.
  ///
  /// - Parameter progress: told how many texts are ready.
  package mutating func embeddings(
    of texts: [String], threads: Int, progress: (@Sendable (_ done: Int) -> Void)? = nil
  ) throws -> Matrix<Float> {
    let keys = texts.map { key($0) }
    var missing: [(key: [UInt8], text: String)] = []
    var asked: Set<[UInt8]> = []
    for (key, text) in zip(keys, texts) where known[key] == nil && asked.insert(key).inserted {
      missing.append((key, text))
    }
    progress?(texts.count - missing.count)
    for start in stride(from: 0, to: missing.count, by: Self.batch) {
      try encode(Array(missing[start..<min(missing.count, start + Self.batch)]), threads, progress)
    }
    return Matrix(rows: texts.count, columns: encoder.dimension, keys.flatMap { known[$0] ?? [] })
  }

  private mutating func encode(
    _ batch: [(key: [UInt8], text: String)], _ threads: Int, _ progress: (@Sendable (Int) -> Void)?
  ) throws {
    let vectors = encoder.encode(batch.map(\.text), threads: threads, progress: progress)
    var records: [UInt8] = []
    for (row, entry) in batch.enumerated() {
      let vector = Array(vectors[row: row])
      known[entry.key] = vector
      records += record(entry.key, vector)
    }
    try append(records)
  }

  private func key(_ text: String) -> [UInt8] {
    Array(SHA256.hash(data: Array(text.utf8)))
  }

  private func record(_ key: [UInt8], _ vector: [Float]) -> [UInt8] {
    let body = key + vector.withUnsafeBytes { Array($0) }
    return body + SHA256.hash(data: body).prefix(8)
  }

  private func append(_ records: [UInt8]) throws {
    if !FileManager.default.fileExists(atPath: path) {
      guard FileManager.default.createFile(atPath: path, contents: nil) else {
        throw EncoderError(.cache, "\(path) cannot be written")
      }
    }
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    defer { try? file.close() }
    try file.seekToEnd()
    try file.write(contentsOf: Data(records))
    try file.synchronize()
  }

  private mutating func load() throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    var position = 0
    while position + recordBytes <= bytes.count {
      let body = Array(bytes[position..<position + recordBytes - 8])
      guard
        SHA256.hash(data: body).prefix(8).elementsEqual(bytes[position + body.count..<position + recordBytes])
      else { break }
      known[Array(body.prefix(32))] = body.withUnsafeBytes { raw in
        (0..<encoder.dimension).map { raw.loadUnaligned(fromByteOffset: 32 + $0 * 4, as: Float.self) }
      }
      position += recordBytes
    }
    if position < bytes.count { try truncate(to: position) }
  }

  private func truncate(to length: Int) throws {
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    defer { try? file.close() }
    try file.truncate(atOffset: UInt64(length))
  }
}
