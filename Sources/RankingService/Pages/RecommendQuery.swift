internal import RankingCore

/// The query of `GET /recommend?user_id=123&top_k=5`.
struct RecommendQuery: Sendable, Hashable {
  var user = UserReference.anonymous
  var topK: Int32 = 0

  /// What is wrong with a query, naming parameter and value.
  struct Invalid: Error, Sendable, Hashable {
    let message: String
  }

  /// Reads a percent-encoded query string; an unknown or repeated parameter is an error.
  init(_ query: String) throws(Invalid) {
    var seen: Set<String> = []
    for pair in query.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      let value = parts.count == 2 ? Self.decoded(parts[1]) : ""
      guard seen.insert(name).inserted else { throw Invalid(message: "\(name): given twice") }
      try set(name, value)
    }
    if seen.isSuperset(of: ["user_id", "user_key"]) {
      throw Invalid(message: "user_id and user_key: give one of them")
    }
  }

  private mutating func set(_ name: String, _ value: String?) throws(Invalid) {
    guard let value else { throw Invalid(message: "\(name): not percent-encoded UTF-8") }
    switch name {
    case "user_id":
      guard let id = Int64(value) else {
        throw Invalid(message: "user_id: must be a 64-bit integer, got \"\(value.prefix(64))\"")
      }
      user = .id(id)
    case "user_key":
      user = .key(value)
    case "top_k":
      guard let count = Int32(value) else {
        throw Invalid(message: "top_k: must be an integer, got \"\(value.prefix(64))\"")
      }
      topK = count
    default:
      throw Invalid(message: "\(name.prefix(64)): unknown parameter")
    }
  }

  /// Percent-decoded text; nil if it is not percent-encoded UTF-8.
  private static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(hexDigit), let low = rest.popFirst().flatMap(hexDigit) else {
        return nil
      }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
