import Crypto

extension SemanticSignals {
  /// SHA-256 over the first `items` items: dimension and clusters as little-endian Int32, then each item's cluster
  /// and the bits of its embedding.
  ///
  /// - Parameter items: not below 0.
  package func digest(items: Int) -> String {
    var hash = SHA256()
    func add(_ value: Int32) { withUnsafeBytes(of: value.littleEndian) { hash.update(bufferPointer: $0) } }
    add(Int32(clamping: embeddings.columns))
    for item in 0..<min(items, embeddings.rows) {
      add(clusters.base[item])
      hash.update(bufferPointer: UnsafeRawBufferPointer(embeddings[row: item]))
    }
    return hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
