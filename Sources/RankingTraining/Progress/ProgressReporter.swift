import Foundation
import Synchronization

/// Tells how far long work is, on standard error: one line that rewrites itself on a terminal, plain lines in a log.
///
/// `ALS: 7/15 iterations, 3.2/s, 2 s left`. Standard output stays free for results. Safe from any thread.
package final class ProgressReporter: Sendable {
  private struct State {
    var done = 0
    var lastPrint: ContinuousClock.Instant?
    var lastShare = 0
  }

  private let label: String
  private let total: Int
  private let unit: String
  private let isTerminal: Bool
  private let start = ContinuousClock.now
  private let state = Mutex(State())

  /// Work called `label` of `total` steps (0: unknown) called `unit`.
  package init(_ label: String, total: Int, unit: String, isTerminal: Bool = ProgressReporter.hasTerminal) {
    self.label = label
    self.total = total
    self.unit = unit
    self.isTerminal = isTerminal
  }

  /// Whether standard error is a terminal.
  package static var hasTerminal: Bool { isatty(FileHandle.standardError.fileDescriptor) == 1 }

  /// `count` more steps are done; `note` ends the line.
  package func advance(by count: Int = 1, note: String = "") {
    let line = state.withLock { state -> String? in
      state.done += count
      return due(&state) ? self.line(done: state.done) + (note.isEmpty ? "" : ", \(note)") : nil
    }
    if let line { Self.write((isTerminal ? "\r\u{1B}[K" : "") + line + (isTerminal ? "" : "\n")) }
  }

  /// The work is over.
  package func finish(_ note: String = "") {
    let line = line(done: state.withLock { $0.done }) + (note.isEmpty ? "" : ", \(note)")
    Self.write((isTerminal ? "\r\u{1B}[K" : "") + line + "\n")
  }

  /// A message that stays, whatever progress line follows.
  package static func note(_ text: String) {
    write((hasTerminal ? "\r\u{1B}[K" : "") + text + "\n")
  }

  /// On a terminal ten lines a second; in a log each tenth of the work, or each 10 seconds of unknown work.
  private func due(_ state: inout State) -> Bool {
    let now = ContinuousClock.now
    let age = state.lastPrint.map { now - $0 } ?? .seconds(3600)
    let tenth = total > 0 ? state.done * 10 / total : 0
    guard isTerminal ? age > .milliseconds(100) : tenth > state.lastShare || age > .seconds(10) else {
      return false
    }
    state.lastPrint = now
    state.lastShare = tenth
    return true
  }

  private func line(done: Int) -> String {
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    let rate = elapsed > 0 ? Double(done) / elapsed : 0
    let count = total > 0 ? "\(done)/\(total)" : "\(done)"
    let left = total > done && rate > 0 ? ", \(Self.seconds(Double(total - done) / rate)) left" : ""
    return "\(label): \(count) \(unit), \(Self.number(rate))/s\(left)"
  }

  private static func number(_ value: Double) -> String {
    String(format: value < 100 ? "%.1f" : "%.0f", value)
  }

  private static func seconds(_ value: Double) -> String {
    value < 120 ? String(format: "%.0f s", value) : String(format: "%.0f min", value / 60)
  }

  private static func write(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
