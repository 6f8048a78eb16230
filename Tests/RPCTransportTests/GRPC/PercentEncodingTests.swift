import RPCTransport
import Testing

@Suite struct PercentEncodingTests {
  private func decode(_ text: String) -> String {
    Array(text.utf8).withUnsafeBufferPointer { PercentEncoding.decode($0) }
  }

  @Test(arguments: [
    ("plain text", "plain text"), ("50%", "50%25"), ("a\nb", "a%0Ab"), ("é", "%C3%A9"),
    ("\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n", nil as String?),
  ])
  func comesBack(_ plain: String, _ coded: String?) {
    let encoded = String(decoding: PercentEncoding.encode(plain), as: UTF8.self)
    if let coded { #expect(encoded == coded) }
    #expect(encoded.utf8.allSatisfy { $0 >= 0x20 && $0 <= 0x7E })
    #expect(decode(encoded) == plain)
  }

  @Test(arguments: [("%", "%"), ("%4", "%4"), ("%zz", "%zz"), ("a%41", "aA"), ("%c3%a9", "é")])
  func neverFails(_ coded: String, _ plain: String) { #expect(decode(coded) == plain) }
}
