public import NIOCore

extension RPCClient {
  /// Begins a call with messages both ways.
  public func stream(_ path: String, options: RPCCallOptions = .defaults) async -> RPCClientStream {
    await withCheckedContinuation { continuation in
      call(path, options: options) { continuation.resume(returning: RPCClientStream($0)) }
    }
  }

  /// Begins a call with one request and many answers.
  public func serverStream(
    _ path: String, _ request: ByteBuffer, options: RPCCallOptions = .defaults
  ) async -> RPCClientStream {
    await withCheckedContinuation { continuation in
      call(path, options: options) { call in
        continuation.resume(returning: RPCClientStream(call))
        call.send(request)
        call.halfClose()
      }
    }
  }

  /// Calls a method with many requests, which `body` sends, and one answer; throws `RPCStatus` unless OK.
  public func clientStream(
    _ path: String, options: RPCCallOptions = .defaults,
    _ body: (RPCClientStream) async throws -> Void
  ) async throws -> RPCResponse {
    let stream = await withCheckedContinuation { continuation in
      call(path, answering: .oneMessage, options: options) {
        continuation.resume(returning: RPCClientStream($0))
      }
    }
    do {
      try await body(stream)
      stream.finishSending()
      let message = try await stream.next()
      var response = try await stream.ending
      guard response.status.isOK else { throw response.status }
      response.message = message?.bytes
      response.wasCompressed = message?.wasCompressed ?? false
      return response
    } catch {
      stream.cancel()
      throw error
    }
  }
}
