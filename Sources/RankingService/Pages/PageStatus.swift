internal import RPCTransport

/// How a plain HTTP page answers, by HTTP status.
enum PageStatus: Int, CaseIterable, Sendable {
  case ok = 200
  case badRequest = 400
  case failed = 500

  /// The caller's mistakes are 400, everything else that is not OK is ours.
  init(_ code: RPCStatus.Code) {
    switch code {
    case .ok: self = .ok
    case .invalidArgument: self = .badRequest
    default: self = .failed
    }
  }
}
