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
  private let metrics: NIOLoopBound<LoopMetrics>
  private var serving: PreparedSnapshot
  /// An answer that typically takes longer, in nanoseconds, is one that the loop does not wait for; nil: none is.
  private let patience: UInt64?

  nonisolated var unownedExecutor: UnownedSerialExecutor { eventLoop.executor.asUnownedSerialExecutor() }

  init(
    eventLoop: any EventLoop, snapshot: PreparedSnapshot, limits: ServingConfiguration.Limits,
    metrics: NIOLoopBound<LoopMetrics>, patience: UInt64? = nil
  ) {
    self.eventLoop = eventLoop
    self.patience = patience
    self.limits = limits
    self.metrics = metrics
    serving = snapshot
    metrics.value.funnel.follow(snapshot.pipeline.snapshot)
  }

  /// Serves `snapshot` from the next request on.
  func replace(_ snapshot: PreparedSnapshot) {
    serving = snapshot
    metrics.value.funnel.follow(snapshot.pipeline.snapshot)
  }

  /// Answers take too long to be made on an event loop that others wait for.
  var isSlow: Bool { patience.map { serving.typicalNanoseconds > $0 } ?? false }

  /// A tenth of a second has gone by.
  func tick(nanoseconds: UInt64) {
    metrics.value.funnel.tick()
    serving.drift.tick(nanoseconds: nanoseconds)
  }

  /// What has been served lately.
  var drift: DriftReading { serving.drift.reading }

  /// Answers a serialised request.
  ///
  /// - Parameters:
  ///   - budget: nanoseconds until the caller's deadline.
  ///   - notes: what is to be told of the request beside its answer; nil, nothing.
  func recommend(
    _ message: ByteBuffer, budget: UInt64?, notes: CallNotes? = nil
  ) -> Result<ByteBuffer, RPCStatus> {
    do throws(RPCStatus) {
      let decoded = try decode(message)
      notes?.user = decoded.user
      let topK = try topK(decoded.topK)
      let request = RankingRequest(user: decoded.user, topK: topK, budgetNanoseconds: budget)
      let answer = answer(request, notes)
      let packed = serving.encoder.encode(answer, user: decoded.user, into: Self.buffer)
      serving.drift.record(answer, to: request, serving.scratch)
      return .success(packed)
    } catch {
      return .failure(error)
    }
  }

  /// Answers the same request as a JSON page.
  func page(_ query: RecommendQuery, notes: CallNotes? = nil) -> Result<RecommendPage, RPCStatus> {
    do throws(RPCStatus) {
      notes?.user = query.user
      let request = RankingRequest(user: query.user, topK: try topK(query.topK))
      let answer = answer(request, notes)
      defer { serving.drift.record(answer, to: request, serving.scratch) }
      return .success(RecommendPage(answer, to: query, of: serving.pipeline.snapshot))
    } catch {
      return .failure(error)
    }
  }

  private func answer(_ request: RankingRequest, _ notes: CallNotes?) -> RankingAnswer {
    let clock = serving.scratch.clock
    let isSampled = metrics.value.funnel.takeTurn()
    clock.prepare(isSampled || notes?.isTraced == true)
    let answer = serving.pipeline.answer(request, scratch: serving.scratch)
    metrics.value.funnel.record(answer, isSampled ? clock : nil)
    notes?.note(answer, of: serving.pipeline.snapshot.version, clock)
    return answer
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
