package import Foundation

/// When to ask again, and after how long.
package struct RetryPolicy: Sendable, Hashable {
  /// Attempts in all.
  package var attempts = 6
  /// Longest wait before the second attempt; it doubles with each further one.
  package var base: Duration = .milliseconds(500)
  package var cap: Duration = .seconds(30)
  /// A longer Retry-After than this is not waited for.
  package var longestRetryAfter: Duration = .seconds(120)

  package init() {}
  package static let defaults = RetryPolicy()

  /// Whether a reply of this status may be another one next time.
  package static func passes(_ status: Int) -> Bool {
    [408, 409, 425, 429].contains(status) || (500...599).contains(status)
  }

  /// The wait before attempt `next` (from 1): a random part of the doubled base ("full jitter"), and never less than
  /// the server asked for; nil where it asked for more than is waited.
  package func wait(before next: Int, retryAfter: String?, now: Date, uniform: Double) -> Duration? {
    let asked = retryAfter.flatMap { Self.seconds($0, now: now) } ?? 0
    guard asked <= Self.seconds(longestRetryAfter) else { return nil }
    let longest = min(Self.seconds(cap), Self.seconds(base) * pow(2, Double(min(next - 1, 30))))
    return .seconds(asked + longest * uniform)
  }

  /// Retry-After in seconds: a number, or an HTTP date (RFC 9110, 10.2.3).
  package static func seconds(_ value: String, now: Date) -> Double? {
    let text = value.trimmingCharacters(in: .whitespaces)
    if let seconds = Double(text), seconds.isFinite, seconds >= 0 { return seconds }
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(identifier: "GMT")
    format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
    return format.date(from: text).map { max(0, $0.timeIntervalSince(now)) }
  }

  private static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }
}
