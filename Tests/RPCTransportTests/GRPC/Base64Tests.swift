import RPCTransport
import Testing

@Suite struct Base64Tests {
  @Test(arguments: [
    ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
    ("foobar", "Zm9vYmFy"),
  ])
  func writesWithoutPadding(_ plain: String, _ coded: String) {
    #expect(Base64.encode(Array(plain.utf8).span) == Array(coded.utf8))
    #expect(Base64.decode(Array(coded.utf8)[...]) == Array(plain.utf8))
  }

  @Test(arguments: [("Zg==", "f"), ("Zm8=", "fo")])
  func readsPadding(_ coded: String, _ plain: String) {
    #expect(Base64.decode(Array(coded.utf8)[...]) == Array(plain.utf8))
  }

  @Test(arguments: ["Z", "Zg=", "Zm8==", "Zm9v=", "Z!==", "=", "====", "Zm9vY", "Zm 9v"])
  func refuses(_ coded: String) {
    #expect(Base64.decode(Array(coded.utf8)[...]) == nil)
  }

  @Test func tellsJoinedValuesApart() {
    let values = Base64.decodeList(Array("Zg==,Zm8, Zm9v".utf8)[...])
    #expect(values == [Array("f".utf8), Array("fo".utf8), Array("foo".utf8)])
  }
}
