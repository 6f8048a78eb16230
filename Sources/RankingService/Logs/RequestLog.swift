internal import Logging
internal import NIOPosix
internal import RPCTransport
internal import RankingCore
internal import Synchronization

/// Logs one call in so many, well or badly ended alike, with its id; of the person no more than the id asked for.
///
/// Lines are written by another thread; while too many wait, further ones are dropped.
final class RequestLog: Sendable {
  private static let waitingLimit = 256

  /// One call in this many is logged; 0: none.
  let interval: UInt64
  private let logger: Logger
  private let waiting = Atomic(0)

  init(interval: UInt64, logger: Logger) {
    (self.interval, self.logger) = (interval, logger)
  }

  func write(_ line: Line) {
    guard logger.logLevel <= .info, waiting.load(ordering: .relaxed) < Self.waitingLimit else { return }
    waiting.add(1, ordering: .relaxed)
    NIOThreadPool.singleton.submit { [self] _ in
      logger.info("request", metadata: line.metadata)
      waiting.subtract(1, ordering: .relaxed)
    }
  }

  struct Line: Sendable {
    var id: String
    var user: UserReference?
    var code: RPCStatus.Code
    var nanoseconds: UInt64
    var facts: CallFacts?

    var metadata: Logger.Metadata {
      var all: Logger.Metadata = [
        "request_id": "\(id)", "code": "\(code.name)", "microseconds": "\(nanoseconds / 1_000)",
      ]
      switch user {
      case .id(let id)?: all["user_id"] = "\(id)"
      case .key(let key)?: all["user_key"] = "\(key.prefix(128))"
      case .anonymous?, nil: break
      }
      if let facts {
        all["version"] = "\(facts.version)"
        all["served_by"] = "\(facts.servedBy)"
        all["items"] = "\(facts.items)"
      }
      return all
    }
  }
}
