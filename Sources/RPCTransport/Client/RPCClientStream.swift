public import NIOCore

/// One call of a client with any number of messages each way, for tasks. Safe to use from any thread.
///
/// Messages are pulled: nothing is read from the peer faster than `next` asks, and `send` waits while the peer
/// takes nothing. Cancelling a task that waits in either cancels the call, and so does letting go of the stream.
public final class RPCClientStream: Sendable {
  /// A message and how it came.
  public struct Message: Sendable {
    public var bytes: ByteBuffer
    public var wasCompressed: Bool
  }

  private let waiters: NIOLoopBound<StreamWaiters>
  private let callEnding: CallEnding

  /// On the call's event loop.
  init(_ call: RPCClientCall) {
    let waiters = StreamWaiters(call)
    callEnding = waiters.ending
    self.waiters = NIOLoopBound(waiters, eventLoop: call.eventLoop)
  }

  deinit {
    if !callEnding.isOver { cancel() }
  }

  /// The next message, or nil after the last one of a call that ended OK.
  ///
  /// - Throws: the call's `RPCStatus` if it is not OK.
  public func next() async throws -> Message? {
    try await wait { waiters, waiter in waiters.read(waiter) }
  }

  /// Queues a message and waits until the peer has taken most of what is queued.
  ///
  /// - Throws: the call's `RPCStatus` if the call is over and not OK; if it is OK, the message is dropped.
  public func send(_ message: ByteBuffer, compressed: Bool = true) async throws {
    try await wait { waiters, waiter in waiters.write(message, compressed, waiter) }
  }

  /// Says that no message follows.
  public func finishSending() { run { $0.halfClose() } }

  /// Ends the call with CANCELLED here and a reset at the peer.
  public func cancel() { run { $0.cancel() } }

  /// What came before the first message; waits for it. Empty if the call ends without any.
  public var initialMetadata: RPCMetadata {
    get async throws { try await wait { waiters, waiter in waiters.awaitHead(waiter) } }
  }

  /// How the call ended; waits for that, and lets go of messages not read.
  public var ending: RPCResponse {
    get async throws { try await wait { waiters, waiter in waiters.awaitEnding(waiter) } }
  }

  private func run(_ body: @escaping @Sendable (StreamWaiters) -> Void) {
    waiters.eventLoop.execute { [waiters] in body(waiters.value) }
  }

  private func wait<Value: Sendable>(
    _ body: @escaping @Sendable (StreamWaiters, StreamWaiters.Waiter<Value>) -> Void
  ) async throws -> Value {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { waiter in run { body($0, waiter) } }
    } onCancel: {
      cancel()
    }
  }
}

extension RPCClientStream: AsyncSequence {
  public struct AsyncIterator: AsyncIteratorProtocol {
    let stream: RPCClientStream

    public mutating func next() async throws -> ByteBuffer? { try await stream.next()?.bytes }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(stream: self) }
}
