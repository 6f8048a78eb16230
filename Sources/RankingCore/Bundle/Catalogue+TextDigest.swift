import Crypto

extension Catalogue {
  /// SHA-256 over `texts`, a line feed between each two.
  package static func digest(of texts: [String]) -> String {
    SHA256.hexDigest(of: Array(texts.joined(separator: "\n").utf8))
  }
}
