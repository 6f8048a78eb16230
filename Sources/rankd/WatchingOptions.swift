import ArgumentParser
import Logging
import RPCTransport
import RankingService

/// What the server tells of itself.
struct WatchingOptions: ParsableArguments {
  @Option(help: "Lines of text or json on standard error [RANKD_LOG_FORMAT; text].")
  var logFormat: String?
  @Option(
    help: "trace to critical; PUT /log-level?level= on the admin port changes it [RANKD_LOG_LEVEL; info].")
  var logLevel: String?
  @Option(help: "One call in this many is logged, 0: none [RANKD_LOG_REQUESTS; 1000].")
  var logRequests: Int?
  @Option(help: "HOST:PORT of an OTLP collector over gRPC, plaintext [RANKD_TRACE_COLLECTOR; no tracing].")
  var traceCollector: String?
  @Option(help: "Share of calls traced whose caller did not decide, 0 to 1 [RANKD_TRACE_SHARE; 0.001].")
  var traceShare: String?
  @Option(help: "Sampled answers without which no drift is told [RANKD_DRIFT_MINIMUM; 500].")
  var driftMinimum: Int?
  @Option(help: "How often the bundle's link is looked at [RANKD_BUNDLE_POLL; 1s].")
  var bundlePoll: String?

  func format() throws -> LineLogHandler.Format {
    let text = ServeEnvironment.text(logFormat, "LOG_FORMAT") ?? "text"
    guard let format = LineLogHandler.Format(rawValue: text) else {
      throw ValidationError("--log-format is \"\(text)\", not text or json")
    }
    return format
  }

  func level() throws -> Logger.Level {
    let text = ServeEnvironment.text(logLevel, "LOG_LEVEL") ?? "info"
    guard let level = Logger.Level(rawValue: text) else {
      let names = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--log-level is \"\(text)\", not one of \(names)")
    }
    return level
  }

  func apply(to configuration: inout ServingConfiguration) throws {
    configuration.logInterval =
      try ServeEnvironment.number(logRequests, "LOG_REQUESTS") ?? configuration.logInterval
    configuration.traceCollector = try ServeEnvironment.text(traceCollector, "TRACE_COLLECTOR").map {
      try ListenAddress.parse($0, option: "trace-collector")
    }
    if let text = ServeEnvironment.text(traceShare, "TRACE_SHARE") {
      guard let share = Double(text) else {
        throw ValidationError("--trace-share is \"\(text)\", not a number from 0 to 1")
      }
      configuration.traceShare = share
    }
    configuration.driftMinimum =
      try ServeEnvironment.number(driftMinimum, "DRIFT_MINIMUM") ?? configuration.driftMinimum
    configuration.bundlePoll =
      try ServeEnvironment.duration(bundlePoll, "BUNDLE_POLL") ?? configuration.bundlePoll
  }
}
