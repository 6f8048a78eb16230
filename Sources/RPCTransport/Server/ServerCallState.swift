/// Where one call of a server stands: what its request has brought and what its answer has sent.
///
/// A value: inputs return what to do, and nothing here touches a session or a handler.
package struct ServerCallState {
  package enum Kind { case unary, streaming }
  private enum Answer { case none, started, finished }

  private let kind: Kind
  private var hasMessage = false
  package private(set) var isRequestEnded = false
  private var answer = Answer.none

  package init(_ kind: Kind) { self.kind = kind }

  package var isFinished: Bool { answer == .finished }

  package enum MessageAction: Equatable {
    /// A unary request: kept until the request ends.
    case hold
    case deliver
    case fail(RPCStatus)
    case drop
  }

  package mutating func receiveMessage() -> MessageAction {
    guard answer != .finished else { return .drop }
    switch kind {
    case .streaming: return .deliver
    case .unary:
      guard !hasMessage else {
        return .fail(RPCStatus(.unimplemented, "unary request: max 1 message, got 2"))
      }
      hasMessage = true
      return .hold
    }
  }

  package enum EndAction: Equatable {
    /// The unary request is whole: call its handler.
    case dispatch
    case halfClose
    case fail(RPCStatus)
    case drop
  }

  /// The request's END_STREAM; `incomplete`: inside a message.
  package mutating func receiveEnd(incomplete: Bool) -> EndAction {
    guard !isRequestEnded else { return .drop }
    isRequestEnded = true
    guard answer != .finished else { return .drop }
    if incomplete { return .fail(RPCStatus(.internal, "request ended inside a message")) }
    switch kind {
    case .streaming: return .halfClose
    case .unary:
      return hasMessage ? .dispatch : .fail(RPCStatus(.unimplemented, "unary request: 1 message, got 0"))
    }
  }

  /// The answer's headers go out before its first message. False if they are out already.
  package mutating func start() -> Bool {
    guard answer == .none else { return false }
    answer = .started
    return true
  }

  package enum SendAction: Equatable { case startAndSend, send, drop }

  package mutating func send() -> SendAction {
    switch answer {
    case .none:
      answer = .started
      return .startAndSend
    case .started: return .send
    case .finished: return .drop
    }
  }

  package enum FinishAction: Equatable {
    /// Nothing was sent: one header block says it all.
    case trailersOnly
    case trailers
    case drop
  }

  package mutating func finish() -> FinishAction {
    defer { answer = .finished }
    switch answer {
    case .none: return .trailersOnly
    case .started: return .trailers
    case .finished: return .drop
    }
  }

  /// The one message and the OK of a unary call. False if the call is already finished.
  package mutating func respond() -> Bool {
    guard answer == .none else { return false }
    answer = .finished
    return true
  }
}
