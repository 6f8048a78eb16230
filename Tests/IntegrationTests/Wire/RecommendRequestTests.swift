import RankingCore
import RankingTraining
import RankingWire
import Testing

@Suite struct RecommendRequestTests {
  private func decode(_ bytes: [UInt8], _ decoder: RecommendRequestDecoder = .init()) throws
    -> RecommendRequestMessage
  {
    try bytes.withUnsafeBytes { try decoder.decode($0) }
  }

  @Test(
    arguments: [
      (UserReference.anonymous, Int32(0)), (.id(0), 10), (.id(.max), .max), (.id(.min), .min), (.key(""), 1),
      (.key("Zoë ☺"), -1), (.key(String(repeating: "k", count: 20_000)), 1000),
    ])
  func whatIsEncodedIsDecoded(_ user: UserReference, _ topK: Int32) throws {
    let message = RecommendRequestMessage(user: user, topK: topK)
    #expect(try decode(message.encoded()) == message)
  }

  /// proto3: the last of several values counts, also across a oneof.
  @Test func theLastUserCounts() throws {
    let both = RecommendRequestMessage(user: .id(5), topK: 1).encoded() + [0x1A, 1, 0x61]
    #expect(try decode(both).user == .key("a"))
  }

  @Test(
    arguments: [
      [0xFF], [0x08], [0x08, 0x80], [0x1A, 0x7F, 0x61], [0x1A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
      [0x1A, 1, 0xFF],
      [0x0D, 1, 2, 3], [0x07, 1], [0x00],
      [0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1],
    ] as [[UInt8]])
  func bytesThatAreNoRequestAreAnError(_ bytes: [UInt8]) {
    #expect(throws: WireError.self) { try decode(bytes) }
  }

  /// One decoder lives as long as its event loop: whatever came before, it decodes the next message.
  @Test func aDecoderSurvivesAnything() throws {
    let decoder = RecommendRequestDecoder()
    var random = SplitMix64(seed: 11)
    let good = RecommendRequestMessage(user: .key("someone"), topK: 3)
    for _ in 0..<20_000 {
      var bytes = good.encoded()
      for _ in 0...random.below(3) {
        bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next())
      }
      bytes = Array(bytes.prefix(random.below(bytes.count + 1)))
      _ = try? decode(bytes, decoder)
    }
    #expect(try decode(good.encoded(), decoder) == good)
  }
}
