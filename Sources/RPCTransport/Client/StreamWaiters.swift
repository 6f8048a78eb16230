internal import NIOCore

/// What tasks wait for on one streaming call, and how it ended. Lives on the call's event loop.
///
/// The call itself stays paused, but for the moment in which a task waits for a message.
final class StreamWaiters {
  typealias Waiter<Value> = CheckedContinuation<Value, any Error>

  let ending = CallEnding()
  private let call: RPCClientCall
  private var reader: Waiter<RPCClientStream.Message?>?
  private var heads: [Waiter<RPCMetadata>] = []
  private var endings: [Waiter<RPCResponse>] = []
  private var writers: [Waiter<Void>] = []
  private var hasHead = false
  private var response: RPCResponse?

  init(_ call: RPCClientCall) {
    self.call = call
    call.pauseReading()
    call.onInitialMetadata { [self] _ in headArrived() }
    call.onMessage { [self] message in arrived(message) }
    call.onWritable { [self] in resumeWriters() }
    call.onEnd { [self] status in ended(status) }
  }

  func read(_ waiter: Waiter<RPCClientStream.Message?>) {
    if let response {
      Self.tell(waiter, response.status, nil)
    } else if reader != nil {
      waiter.resume(throwing: RPCStatus(.failedPrecondition, "readers of a stream: max 1, got 2"))
    } else {
      reader = waiter
      call.resumeReading()
    }
  }

  func write(_ message: ByteBuffer, _ compressed: Bool, _ waiter: Waiter<Void>) {
    if let status = response?.status ?? call.pendingStatus { return Self.tell(waiter, status, ()) }
    call.send(message, compressed: compressed)
    if call.isWritable || call.isFinished { waiter.resume() } else { writers.append(waiter) }
  }

  func awaitHead(_ waiter: Waiter<RPCMetadata>) {
    if hasHead || response != nil {
      waiter.resume(returning: call.initialMetadata)
    } else {
      heads.append(waiter)
    }
  }

  func awaitEnding(_ waiter: Waiter<RPCResponse>) {
    if let response { return waiter.resume(returning: response) }
    endings.append(waiter)
    call.resumeReading()
  }

  func halfClose() { call.halfClose() }

  func cancel() { call.cancel() }

  private func headArrived() {
    hasHead = true
    for waiter in heads { waiter.resume(returning: call.initialMetadata) }
    heads = []
  }

  private func arrived(_ message: ByteBuffer) {
    // Without a reader somebody waits for the ending, and messages are let go.
    guard let reader else { return }
    self.reader = nil
    if endings.isEmpty { call.pauseReading() }
    reader.resume(
      returning: RPCClientStream.Message(bytes: message, wasCompressed: call.isMessageCompressed))
  }

  private func resumeWriters() {
    if let status = call.pendingStatus { return refuseWriters(status) }
    while call.isWritable, !writers.isEmpty { writers.removeFirst().resume() }
  }

  private func refuseWriters(_ status: RPCStatus) {
    for writer in writers { Self.tell(writer, status, ()) }
    writers = []
  }

  private func ended(_ status: RPCStatus) {
    let response = RPCResponse(
      status: status, message: nil, initialMetadata: call.initialMetadata,
      trailingMetadata: call.trailingMetadata)
    self.response = response
    ending.tell()
    headArrived()
    if let reader { Self.tell(reader, status, nil) }
    reader = nil
    refuseWriters(status)
    for waiter in endings { waiter.resume(returning: response) }
    endings = []
  }

  private static func tell<Value>(_ waiter: Waiter<Value>, _ status: RPCStatus, _ value: sending Value) {
    if status.isOK { waiter.resume(returning: value) } else { waiter.resume(throwing: status) }
  }
}
