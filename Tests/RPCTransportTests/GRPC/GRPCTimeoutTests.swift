import NIOCore
import RPCTransport
import Testing

@Suite struct GRPCTimeoutTests {
  private func parse(_ text: String) -> TimeAmount? {
    Array(text.utf8).withUnsafeBufferPointer { GRPCTimeout.parse($0) }
  }

  @Test(arguments: [
    ("1H", Int64(3_600_000_000_000)), ("2M", 120_000_000_000), ("3S", 3_000_000_000), ("4m", 4_000_000),
    ("5u", 5_000), ("6n", 6), ("0S", 0), ("00000007n", 7),
  ])
  func readsAllUnits(_ text: String, _ nanoseconds: Int64) {
    #expect(parse(text)?.nanoseconds == nanoseconds)
  }

  @Test(arguments: ["", "S", "1", "1s", "-1S", "+1S", "1.5S", "123456789S", "S1", "1 S", "1SS", "१S"])
  func refuses(_ text: String) { #expect(parse(text) == nil) }

  @Test func cutsWhatNoClockHolds() {
    let longest = parse("99999999H")
    #expect((longest?.nanoseconds ?? 0) > 1_000_000_000_000_000_000)
  }

  @Test(arguments: [
    (Duration.milliseconds(100), "100000u"), (.seconds(5), "5000000u"), (.nanoseconds(50), "50n"),
    (.seconds(7_200), "7200000m"), (.zero, "1n"), (.seconds(-3), "1n"),
  ])
  func writes(_ duration: Duration, _ text: String) { #expect(GRPCTimeout.format(duration) == text) }
}
