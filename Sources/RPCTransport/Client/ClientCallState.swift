internal import HTTP2

/// Where one unary call of a client stands. A value: inputs say how the call ends, if it does.
struct ClientCallState {
  private var hasHeaders = false
  private var hasMessage = false
  private(set) var isFinished = false

  enum Action: Equatable {
    case proceed
    case finish(RPCStatus)
  }

  /// A header block: the answer's head or its trailers.
  mutating func receive(_ head: ResponseHead, end: Bool) -> Action {
    guard !isFinished else { return .proceed }
    if !hasHeaders, (100..<200).contains(head.httpStatus) { return .proceed }
    let isFirst = !hasHeaders
    hasHeaders = true
    if end { return finish(head.status ?? missingStatus(head, isFirst: isFirst)) }
    if isFirst, head.httpStatus != 200 {
      return finish(head.status ?? ResponseHead.status(http: head.httpStatus))
    }
    if isFirst, !head.isGRPC { return finish(RPCStatus(.unknown, "answer is not application/grpc")) }
    return .proceed
  }

  mutating func receiveMessage() -> Action {
    guard !isFinished else { return .proceed }
    guard !hasMessage else { return finish(RPCStatus(.unimplemented, "unary answer: max 1 message, got 2")) }
    hasMessage = true
    return .proceed
  }

  /// END_STREAM on a DATA frame: an answer must end with trailers.
  mutating func receiveEnd() -> Action { finish(RPCStatus(.internal, "answer ended without trailers")) }

  /// The stream is gone; `code` is HTTP/2's error code (grpc/doc/PROTOCOL-HTTP2.md, "Errors").
  mutating func close(code: UInt32) -> Action {
    let mapped: RPCStatus.Code =
      switch HTTP2ErrorCode(rawValue: code) {
      case .refusedStream: .unavailable
      case .cancel: .cancelled
      case .enhanceYourCalm: .resourceExhausted
      case .inadequateSecurity: .permissionDenied
      default: .internal
      }
    return finish(RPCStatus(mapped, "stream reset by the peer, HTTP/2 error \(code)"))
  }

  mutating func finish(_ status: RPCStatus) -> Action {
    guard !isFinished else { return .proceed }
    isFinished = true
    if status.isOK, !hasMessage {
      return .finish(RPCStatus(.unimplemented, "unary answer: 1 message, got 0"))
    }
    return .finish(status)
  }

  private func missingStatus(_ head: ResponseHead, isFirst: Bool) -> RPCStatus {
    isFirst
      ? ResponseHead.status(http: head.httpStatus) : RPCStatus(.internal, "trailers without grpc-status")
  }
}
