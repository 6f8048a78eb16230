internal import RPCTransport

/// How a plain HTTP page answers, by HTTP status.
enum PageStatus: Int, CaseIterable, Sendable {
  case ok = 200
  case badRequest = 400
  case tooManyRequests = 429
  case failed = 500

  /// The caller's mistakes are 400, what there is no room for is 429, everything else that is not OK is ours.
  init(_ code: RPCStatus.Code) {
    switch code {
    case .ok: self = .ok
    case .invalidArgument: self = .badRequest
    case .resourceExhausted: self = .tooManyRequests
    default: self = .failed
    }
  }
}
