import Foundation
import RankingTraining
import Testing

struct RetryPolicyTests {
  private static let now = Date(timeIntervalSince1970: 1_700_000_000)  // Tue, 14 Nov 2023 22:13:20 GMT

  private func wait(_ next: Int, _ retryAfter: String? = nil, _ uniform: Double = 0) -> Double? {
    RetryPolicy.defaults.wait(before: next, retryAfter: retryAfter, now: Self.now, uniform: uniform).map {
      $0 / .seconds(1)
    }
  }

  @Test func jitterFillsADoublingRangeUpToTheCap() throws {
    for (next, longest) in [(1, 0.5), (2, 1), (3, 2), (6, 16), (7, 30), (100, 30)] {
      #expect(wait(next, nil, 0) == 0)
      #expect(abs(try #require(wait(next, nil, 0.999_999)) - longest) < 1e-3, "before attempt \(next)")
      #expect(abs(try #require(wait(next, nil, 0.5)) - longest / 2) < 1e-9)
    }
  }

  @Test func neverLessThanTheServerAsksFor() throws {
    #expect(wait(1, "7") == 7)
    #expect(abs(try #require(wait(1, " 7 ", 0.5)) - 7.25) < 1e-9)
    #expect(wait(1, "120") == 120)
    #expect(wait(1, "121") == nil)
  }

  @Test(
    arguments: [
      ("Tue, 14 Nov 2023 22:13:50 GMT", 30), ("Tue, 14 Nov 2023 22:13:20 GMT", 0),
      // Past: now.
      ("Tue, 14 Nov 2023 21:00:00 GMT", 0), ("0", 0), ("1.5", 1.5),
    ] as [(String, Double)])
  func secondsOrADateAreRead(_ value: String, _ expected: Double) {
    #expect(RetryPolicy.seconds(value, now: Self.now) == expected)
  }

  @Test(arguments: ["soon", "-1", "", "nan", "inf", "2023-11-14"])
  func anythingElseIsNoWait(_ value: String) {
    #expect(RetryPolicy.seconds(value, now: Self.now) == nil)
    #expect(wait(1, value) == 0)
  }
}
