internal import HTTP2

/// Where one call of a client stands. A value: inputs say what to do, nothing here touches a session or a caller.
package struct ClientCallState {
  package enum Kind: Sendable {
    /// Unary and client streaming: OK needs exactly one message.
    case oneMessage
    case manyMessages
  }

  private let kind: Kind
  private var hasHeaders = false
  private var hasMessage = false
  private var isHalfClosed = false
  package private(set) var isFinished = false

  package init(_ kind: Kind) { self.kind = kind }

  package enum Action: Equatable {
    case proceed
    /// The answer's headers are in: its messages may follow.
    case begin
    case finish(RPCStatus)
  }

  /// A header block: the answer's head or its trailers.
  mutating func receive(_ head: ResponseHead, end: Bool) -> Action {
    guard !isFinished else { return .proceed }
    if !hasHeaders, (100..<200).contains(head.httpStatus) { return .proceed }
    let isFirst = !hasHeaders
    hasHeaders = true
    if end { return finish(head.status ?? missingStatus(head, isFirst: isFirst)) }
    guard isFirst else { return finish(RPCStatus(.internal, "trailers that do not end the answer")) }
    if head.httpStatus != 200 { return finish(head.status ?? ResponseHead.status(http: head.httpStatus)) }
    if !head.isGRPC { return finish(RPCStatus(.unknown, "answer is not application/grpc")) }
    guard head.encoding != nil else {
      return finish(RPCStatus(.internal, "grpc-encoding: one of \(RPCEncoding.accepted), got another"))
    }
    return .begin
  }

  package mutating func receiveMessage() -> Action {
    guard !isFinished else { return .proceed }
    guard kind == .manyMessages || !hasMessage else {
      return finish(RPCStatus(.unimplemented, "answer: max 1 message, got 2"))
    }
    hasMessage = true
    return .proceed
  }

  /// END_STREAM on a DATA frame: an answer must end with trailers.
  package mutating func receiveEnd() -> Action {
    finish(RPCStatus(.internal, "answer ended without trailers"))
  }

  /// The stream is gone; `code` is HTTP/2's error code (grpc/doc/PROTOCOL-HTTP2.md, "Errors").
  package mutating func close(code: UInt32) -> Action {
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

  package mutating func finish(_ status: RPCStatus) -> Action {
    guard !isFinished else { return .proceed }
    isFinished = true
    if status.isOK, kind == .oneMessage, !hasMessage {
      return .finish(RPCStatus(.unimplemented, "answer: 1 message, got 0"))
    }
    return .finish(status)
  }

  /// False if the call takes no more messages.
  package var canSend: Bool { !isHalfClosed && !isFinished }

  /// True if the request ends now.
  package mutating func halfClose() -> Bool {
    guard canSend else { return false }
    isHalfClosed = true
    return true
  }

  private func missingStatus(_ head: ResponseHead, isFirst: Bool) -> RPCStatus {
    isFirst
      ? ResponseHead.status(http: head.httpStatus) : RPCStatus(.internal, "trailers without grpc-status")
  }
}
