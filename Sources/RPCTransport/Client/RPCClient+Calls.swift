public import NIOCore

extension RPCClient {
  /// Begins a call of any kind; `body` runs on the client's event loop and sets the call's handlers before anything
  /// is sent. Calls beyond the peer's limit of concurrent streams wait in order.
  ///
  /// - Parameter kind: whether OK needs exactly one message.
  public func call(
    _ path: String, answering kind: AnswerKind = .messages, options: RPCCallOptions = .defaults,
    _ body: @escaping @Sendable (RPCClientCall) -> Void
  ) {
    if eventLoop.inEventLoop {
      connection.value.begin(path, kind, options, body)
    } else {
      eventLoop.execute { [connection] in connection.value.begin(path, kind, options, body) }
    }
  }

  /// What a method answers with.
  public enum AnswerKind: Sendable {
    /// Unary and client streaming.
    case oneMessage
    /// Server streaming and bidirectional.
    case messages
  }

  /// Calls a unary method; `completion` runs once, on the client's event loop.
  public func unary(
    _ path: String, _ request: ByteBuffer, options: RPCCallOptions,
    completion: @escaping @Sendable (RPCResponse) -> Void
  ) {
    call(path, answering: .oneMessage, options: options) { call in
      Self.send(request, on: call, completion: completion)
    }
  }

  /// Calls a unary method; `completion` runs once, on the client's event loop.
  public func unary(
    _ path: String, _ request: ByteBuffer, metadata: RPCMetadata = [:], timeout: Duration? = nil,
    completion: @escaping @Sendable (RPCResponse) -> Void
  ) {
    unary(
      path, request, options: RPCCallOptions(metadata: metadata, timeout: timeout), completion: completion)
  }

  /// Calls a unary method and returns its answer; throws `RPCStatus` unless OK. Cancelling the task cancels the call.
  public func unary(
    _ path: String, _ request: ByteBuffer, metadata: RPCMetadata = [:], timeout: Duration? = nil
  ) async throws -> RPCResponse {
    try await unary(path, request, options: RPCCallOptions(metadata: metadata, timeout: timeout))
  }

  /// Calls a unary method and returns its answer; throws `RPCStatus` unless OK. Cancelling the task cancels the call.
  public func unary(
    _ path: String, _ request: ByteBuffer, options: RPCCallOptions
  ) async throws -> RPCResponse {
    let response = await response(path, options) { call, completion in
      Self.send(request, on: call, completion: completion)
    }
    guard response.status.isOK else { throw response.status }
    return response
  }

  private static func send(
    _ request: ByteBuffer, on call: RPCClientCall, completion: @escaping (RPCResponse) -> Void
  ) {
    call.collect(completion)
    call.send(request)
    call.halfClose()
  }

  private func response(
    _ path: String, _ options: RPCCallOptions,
    _ body: @escaping @Sendable (RPCClientCall, @escaping @Sendable (RPCResponse) -> Void) -> Void
  ) async -> RPCResponse {
    let cancellation = CallCancellation(eventLoop)
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        call(path, answering: .oneMessage, options: options) { call in
          body(call) { continuation.resume(returning: $0) }
          cancellation.attach(call)
        }
      }
    } onCancel: {
      cancellation.cancel()
    }
  }
}
