internal import NIOCore
internal import RPCTransport
internal import RankingCore
internal import RankingWire

/// Where `Recommend` is reached: the RPC, and the reference's page over plain HTTP.
struct RecommendRoutes {
  /// The coordinator's.
  let eventLoop: any EventLoop
  let coordinator: RankingCoordinator
  let watch: CallWatch
  let metrics: LoopMetrics
  /// Where slow answers are made; nil: here.
  let compute: ComputePool?

  static let path = "/recommend"

  /// Registers both; the router belongs to the coordinator's loop.
  func register(in router: inout RPCRouter) {
    router.unary(RankingMethods.recommend) { message, call in recommend(message, call) }
    router.http(Self.path) { request, reply in answer(query: request.query, request.metadata, reply) }
  }

  private func recommend(_ message: ByteBuffer, _ call: RPCCall) {
    let watched = watch.begin(call)
    let (notes, budget) = (watched?.notes, call.deadline?.nanosecondsLeft)
    let result = coordinator.assumeIsolated { own in
      own.isSlow ? nil : own.recommend(message, budget: budget, notes: notes)
    }
    if let result { return end(call, watched, result) }
    let deadline = call.deadline
    let job = ComputeJob { $0.recommend(message, budget: deadline?.nanosecondsLeft, notes: notes) }
    call.onCancel { job.cancel() }
    compute(job) { result in end(call, watched, result) }
  }

  /// Lets a thread of the pool answer, then goes on here.
  private func compute<Answer>(
    _ job: ComputeJob<Answer>, _ completion: @escaping (Result<Answer, RPCStatus>) -> Void
  ) {
    metrics.callsWaiting(1)
    let bound = NIOLoopBound((metrics, completion), eventLoop: eventLoop)
    compute?.run(job) { [eventLoop] result in
      eventLoop.execute {
        let (metrics, completion) = bound.value
        metrics.callsWaiting(-1)
        completion(result)
      }
    }
  }

  private func end(_ call: RPCCall, _ watched: CallWatch.Watched?, _ result: Result<ByteBuffer, RPCStatus>) {
    if let watched { watch.end(watched, call.metadata, .method(RankingMethods.recommend), result.code) }
    switch result {
    case .success(let answer): call.respond(answer)
    case .failure(let status): call.fail(status)
    }
  }

  /// Replies with the page for a query string, counted, on the coordinator's loop, now or later; `metadata` is what
  /// else the caller sent.
  func answer(query: String, _ metadata: RPCMetadata, _ reply: @escaping (HTTPResponse) -> Void) {
    let begin = StageClock.now
    let watched = watch.beginPage(metadata)
    page(query, watched?.notes) { result in reply(end(watched, metadata, begin, result)) }
  }

  private func end(
    _ watched: CallWatch.Watched?, _ metadata: RPCMetadata, _ begin: UInt64,
    _ result: Result<RecommendPage, RPCStatus>
  ) -> HTTPResponse {
    let status = PageStatus(result.code)
    if let watched { watch.end(watched, metadata, .page(Self.path), result.code) }
    metrics.pageAnswered(status, nanoseconds: StageClock.now - begin)
    switch result {
    case .success(let page): return .json(status.rawValue, page.json)
    case .failure(let error):
      return .json(status.rawValue, RecommendPage.error(error.code.name, error.message))
    }
  }

  private func page(
    _ text: String, _ notes: CallNotes?, _ completion: @escaping (Result<RecommendPage, RPCStatus>) -> Void
  ) {
    let query: RecommendQuery
    do throws(RecommendQuery.Invalid) {
      query = try RecommendQuery(text)
    } catch {
      return completion(.failure(RPCStatus(.invalidArgument, error.message)))
    }
    let page = coordinator.assumeIsolated { $0.isSlow ? nil : $0.page(query, notes: notes) }
    if let page { return completion(page) }
    compute(ComputeJob { $0.page(query, notes: notes) }, completion)
  }
}

extension Result where Failure == RPCStatus {
  /// OK, or that of the failure.
  fileprivate var code: RPCStatus.Code {
    switch self {
    case .success: .ok
    case .failure(let status): status.code
    }
  }
}

extension HTTPResponse {
  static func json(_ status: Int, _ text: String) -> HTTPResponse {
    HTTPResponse(status: status, contentType: "application/json", body: ByteBuffer(string: text + "\n"))
  }
}
