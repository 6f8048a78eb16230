import Logging
import Synchronization
import Testing

/// Keeps what a server logs.
final class LogRecorder: Sendable {
  private let kept = Mutex<[String]>([])

  var lines: [String] { kept.withLock { $0 } }

  var logger: Logger { Logger(label: "test") { _ in Handler(recorder: self) } }

  /// Waits up to thirty seconds for a line that contains `text`.
  func expect(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    for _ in 0..<1_500 {
      if lines.contains(where: { $0.contains(text) }) { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("no line with \"\(text)\" in \(lines)", sourceLocation: sourceLocation)
  }

  private struct Handler: LogHandler {
    let recorder: LogRecorder
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.debug

    init(recorder: LogRecorder) { self.recorder = recorder }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { recorder.kept.withLock { $0.append("\(event.level): \(event.message)") } }
  }
}
