/// A title and a year, told apart by one rule whatever layout they come from.
///
/// `Toy Story (1995)` and the pair `Toy Story`, `1995` are the same title. What follows the last year in
/// parentheses is dropped: `Land Before Time III: … (1995) (V)` (video) is the film of 1995, and so is the
/// pair `Land Before Time III: … (1995)`, `V`. The title `unknown` (one layout misspells it) is no title.
struct ItemTitle: Sendable, Hashable {
  let title: String
  /// 0 if unknown.
  let year: Int32

  init(_ text: String, year: String = "") {
    let whole = Self.squeezed(Self.meansNothing(year) ? text : "\(text) (\(year))")
    guard let group = Self.lastYear(whole) else {
      self.title = Self.meansNothing(text) ? "" : Self.squeezed(text)
      self.year = 0
      return
    }
    title = Self.squeezed(String(decoding: Array(whole.utf8)[..<group.start], as: UTF8.self))
    self.year = group.year
  }

  private static func meansNothing(_ text: String) -> Bool {
    ["", "unknown", "unkonwn"].contains(squeezed(text).lowercased())
  }

  /// `text` without blanks around and with single blanks inside.
  private static func squeezed(_ text: String) -> String {
    text.split(separator: " ").joined(separator: " ")
  }

  /// The last group `(dddd)`, and the byte at which it starts.
  private static func lastYear(_ text: String) -> (start: Int, year: Int32)? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 6 else { return nil }
    for start in (0...(bytes.count - 6)).reversed()
    where bytes[start] == UInt8(ascii: "(") && bytes[start + 5] == UInt8(ascii: ")") {
      let digits = bytes[(start + 1)..<(start + 5)]
      guard digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { continue }
      return (start, digits.reduce(Int32(0)) { $0 * 10 + Int32($1 - 0x30) })
    }
    return nil
  }
}
