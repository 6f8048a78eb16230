internal import Crypto
internal import RankingCore

/// How a bundle's fingerprint of its data tells of items that were added without training:
/// `<data>+items-<12 hexadecimal digits>`, once for each addition.
enum AddedItems {
  private static let mark = "+items-"
  private static let digits = 12

  static func fingerprint(_ data: String, _ items: [NewItem]) -> String {
    let lines = items.map { "\($0.key)\t\($0.title)\t\($0.year)\t\($0.genres)" }.joined(separator: "\n")
    return data + mark + SHA256.hexDigest(of: Array(lines.utf8)).prefix(digits)
  }

  /// Whether `fingerprint` is `data`, or that with items added.
  static func descends(_ fingerprint: String, from data: String) -> Bool {
    guard fingerprint.hasPrefix(data) else { return false }
    var rest = fingerprint.dropFirst(data.count)
    while rest.hasPrefix(mark) {
      rest = rest.dropFirst(mark.count)
      guard rest.prefix(digits).count == digits, rest.prefix(digits).allSatisfy(\.isHexDigit) else {
        return false
      }
      rest = rest.dropFirst(digits)
    }
    return rest.isEmpty
  }
}
