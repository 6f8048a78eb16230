internal import FoundationEssentials
package import Logging

/// Logs to standard error, a line an event: as text, or as one JSON object with `time`, `level`, `message` and the
/// metadata's keys.
package struct LineLogHandler: LogHandler {
  package enum Format: String, Sendable, CaseIterable {
    case text, json
  }

  package var metadata: Logger.Metadata = [:]
  package var metadataProvider: Logger.MetadataProvider?
  private let level: LogLevel
  private let format: Format
  private var text: StreamLogHandler

  package init(label: String, format: Format, level: LogLevel) {
    (self.format, self.level) = (format, level)
    text = StreamLogHandler.standardError(label: label)
    text.logLevel = .trace
  }

  /// The shared level; setting it changes it for all.
  package var logLevel: Logger.Level {
    get { level.current }
    set { level.current = newValue }
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    switch format {
    case .text:
      var event = event
      event.metadata = metadata.merging(event.metadata ?? [:]) { $1 }
      text.log(event: event)
    case .json: write(Self.json(event, metadata.merging(event.metadata ?? [:]) { $1 }))
    }
  }

  private func write(_ line: String) {
    var line = line + "\n"
    line.withUTF8 { LineLogOutput.write(UnsafeRawBufferPointer($0)) }
  }

  /// The object, keys of the metadata after the fixed ones, in order; fixed keys win.
  static func json(_ event: LogEvent, _ metadata: Logger.Metadata) -> String {
    let time = Date().formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true))
    var fields = ["time": "\(time)Z", "level": "\(event.level)", "message": "\(event.message)"]
      .sorted { $0.key > $1.key }.map { (key: $0.key, value: $0.value) }
    fields += metadata.filter { !["time", "level", "message"].contains($0.key) }.sorted { $0.key < $1.key }
      .map { ($0.key, "\($0.value)") }
    return "{"
      + fields.map { "\(JSONText.quoted($0.key)):\(JSONText.quoted($0.value))" }.joined(separator: ",")
      + "}"
  }
}
