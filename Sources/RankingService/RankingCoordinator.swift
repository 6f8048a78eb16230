internal import NIOCore
internal import RPCServices
internal import RPCTransport
internal import RankingCore
internal import RankingWire

/// Coordinates one event loop's requests: it captures the snapshot, runs retrieval fan-out and re-ranking, and
/// encodes the answer.
///
/// It lives on the loop's own executor, so a channel handler enters it without a hop (`assumeIsolated`). Its
/// scratch serves one request at a time: nothing here suspends while it is in use.
actor RankingCoordinator {
  private let eventLoop: any EventLoop
  private let limits: ServingConfiguration.Limits
  private let decoder = RecommendRequestDecoder()
  private var serving: Serving

  /// One snapshot and what belongs to it.
  private struct Serving {
    let pipeline: RankingPipeline
    let scratch: PipelineScratch
    let encoder: RecommendResponseEncoder

    init(_ snapshot: ModelSnapshot) {
      pipeline = RankingPipeline(snapshot: snapshot)
      scratch = PipelineScratch(for: snapshot)
      encoder = RecommendResponseEncoder(snapshot: snapshot)
    }
  }

  nonisolated var unownedExecutor: UnownedSerialExecutor { eventLoop.executor.asUnownedSerialExecutor() }

  init(eventLoop: any EventLoop, snapshot: ModelSnapshot, limits: ServingConfiguration.Limits) {
    self.eventLoop = eventLoop
    self.limits = limits
    serving = Serving(snapshot)
  }

  /// Serves `snapshot` from the next request on.
  func replace(_ snapshot: ModelSnapshot) { serving = Serving(snapshot) }

  /// Answers a serialised request.
  ///
  /// - Parameter budget: nanoseconds until the caller's deadline.
  func recommend(_ message: ByteBuffer, budget: UInt64?) -> Result<ByteBuffer, RPCStatus> {
    do throws(RPCStatus) {
      let decoded = try decode(message)
      let topK = try topK(decoded.topK)
      let request = RankingRequest(user: decoded.user, topK: topK, budgetNanoseconds: budget)
      let answer = serving.pipeline.answer(request, scratch: serving.scratch)
      return .success(serving.encoder.encode(answer, user: decoded.user, into: Self.buffer))
    } catch {
      return .failure(error)
    }
  }

  /// Answers the same request as a JSON page.
  func page(_ query: RecommendQuery) -> Result<RecommendPage, RPCStatus> {
    do throws(RPCStatus) {
      let request = RankingRequest(user: query.user, topK: try topK(query.topK))
      let answer = serving.pipeline.answer(request, scratch: serving.scratch)
      return .success(RecommendPage(answer, to: query, of: serving.pipeline.snapshot))
    } catch {
      return .failure(error)
    }
  }

  private func decode(_ message: ByteBuffer) throws(RPCStatus) -> RecommendRequestMessage {
    do {
      return try message.withUnsafeReadableBytes { try decoder.decode($0) }
    } catch {
      throw RPCStatus(.internal, "undecodable request: \(error)")
    }
  }

  private func topK(_ wanted: Int32) throws(RPCStatus) -> Int {
    guard wanted >= 0, wanted <= limits.maximumTopK else {
      throw .invalidArgument(fieldViolations: [
        FieldViolation(field: "top_k", description: "must be from 0 to \(limits.maximumTopK), got \(wanted)")
      ])
    }
    return wanted == 0 ? limits.defaultTopK : Int(wanted)
  }

  private static func buffer(_ bytes: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Void) -> ByteBuffer {
    var buffer = ByteBufferAllocator().buffer(capacity: bytes)
    buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: bytes) { target in
      fill(target)
      return bytes
    }
    return buffer
  }
}
