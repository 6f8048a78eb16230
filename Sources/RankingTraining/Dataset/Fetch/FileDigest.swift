import Crypto
import Foundation

/// SHA-256 of whole files.
enum FileDigest {
  /// 64 lower-case hexadecimal digits; nil if the file cannot be read.
  static func sha256(_ path: String) -> String? {
    guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? handle.close() }
    var hash = SHA256()
    do {
      while let chunk = try handle.read(upToCount: 1 << 20), !chunk.isEmpty { hash.update(data: chunk) }
    } catch {
      return nil
    }
    return hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
