internal import Logging
internal import RPCTransport

/// `GET /log-level` tells the level, `PUT /log-level?level=debug` changes it until the next start.
struct LogLevelPage: Sendable {
  static let path = "/log-level"
  let level: LogLevel
  let logger: Logger

  func answer(_ method: HTTP1Request.Method, query: String) -> HTTPResponse {
    guard method == .put else { return .text(200, "\(level.current)") }
    let wanted = query.split(separator: "&").first { $0.hasPrefix("level=") }.map { String($0.dropFirst(6)) }
    guard let wanted, let new = Logger.Level(rawValue: wanted) else {
      let names = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
      return .text(400, "say PUT \(Self.path)?level=LEVEL, one of \(names)")
    }
    level.current = new
    logger.log(level: max(new, .notice), "log level changed", metadata: ["to": "\(new)"])
    return .text(200, "\(new)")
  }
}
