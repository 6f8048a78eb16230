internal import Crypto

/// The SHA-256 of every token allowed.
struct TokenDigests: Sendable {
  private static let size = 32
  /// One digest after the other.
  private var bytes: [UInt8] = []

  init(file path: String) throws(RPCFileError) {
    let text = String(decoding: try ConfigurationFile.read(path), as: UTF8.self)
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      let entry = line.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
      guard !entry.isEmpty, entry.first != "#" else { continue }
      guard let digest = Self.digest(of: entry) else {
        throw RPCFileError(path: path, message: "line \(index + 1): not a token (RFC 6750) or sha256:DIGEST")
      }
      bytes += digest
    }
    guard !bytes.isEmpty else { throw RPCFileError(path: path, message: "no token") }
  }

  /// Takes the same time whichever token is presented and wherever it differs from those known.
  func contains(_ token: some Collection<UInt8>) -> Bool {
    let presented = Array(SHA256.hash(data: Array(token)))
    var isKnown: UInt8 = 0
    for start in stride(from: 0, to: bytes.count, by: Self.size) {
      var difference: UInt8 = 0
      for index in 0..<Self.size { difference |= bytes[start + index] ^ presented[index] }
      // 1 for no difference, without a branch.
      isKnown |= UInt8(truncatingIfNeeded: (UInt16(difference) &- 1) >> 15)
    }
    return isKnown == 1
  }

  private static func digest(of entry: Substring) -> [UInt8]? {
    if entry.hasPrefix("sha256:") { return unhex(entry.dropFirst(7).utf8) }
    let isToken = entry.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"): true
      default: "-._~+/=".utf8.contains(byte)
      }
    }
    return isToken ? Array(SHA256.hash(data: Array(entry.utf8))) : nil
  }

  private static func unhex(_ digits: Substring.UTF8View) -> [UInt8]? {
    let values = digits.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
    guard values.count == 2 * size, digits.count == values.count else { return nil }
    return (0..<size).map { UInt8(truncatingIfNeeded: values[2 * $0] << 4 | values[2 * $0 + 1]) }
  }
}
