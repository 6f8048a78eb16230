import Foundation
import RankingService
import Testing

/// Any text is one JSON string, and one line.
struct JSONTextTests {
  @Test(
    arguments: [
      "", "plain", "\"quoted\" and \\ back", "two\nlines\r\nand\ttabs", "\u{0}\u{1}\u{1f}\u{7f}",
      "\u{2028}\u{2029}",
      "h\u{e9}llo \u{1f600} e\u{301}", "</script>", "\\u0000", "\\", "\"", "\u{fffd}\u{feff}\u{202e}",
    ])
  func itIsReadBackAsItWas(_ text: String) throws {
    let quoted = JSONText.quoted(text)
    #expect(quoted.unicodeScalars.allSatisfy { $0.value >= 0x20 })
    let read = try JSONDecoder().decode([String].self, from: Data("[\(quoted)]".utf8))
    #expect(read.count == 1 && read[0].unicodeScalars.elementsEqual(text.unicodeScalars))
  }

  @Test func everyControlCharacterIsEscaped() throws {
    for value in UInt8(0)..<0x20 {
      let text = String(UnicodeScalar(value))
      let quoted = JSONText.quoted(text)
      #expect(quoted.hasPrefix("\"\\") && quoted.utf8.allSatisfy { $0 >= 0x20 }, "\(value)")
      #expect(try JSONDecoder().decode([String].self, from: Data("[\(quoted)]".utf8)) == [text])
    }
  }
}
