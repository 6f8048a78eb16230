internal import NIOCore
internal import RPCTransport
internal import RankingCore
internal import RankingWire

/// Where `Recommend` is reached: the RPC, and the reference's page over plain HTTP.
struct RecommendRoutes {
  let coordinator: RankingCoordinator
  let watch: CallWatch
  let metrics: LoopMetrics
  /// Where slow answers are made; nil: here.
  let compute: ComputePool?

  static let path = "/recommend"

  /// Registers both; the router belongs to the coordinator's loop.
  func register(in router: inout RPCRouter) {
    router.unary(RankingMethods.recommend) { message, call in recommend(message, call) }
    router.http(Self.path) { request in answer(query: request.query, request.metadata) }
  }

  private func recommend(_ message: ByteBuffer, _ call: RPCCall) {
    let watched = watch.begin(call)
    let (notes, budget) = (watched?.notes, call.deadline?.nanosecondsLeft)
    let result = coordinator.assumeIsolated { own in
      own.isSlow ? nil : own.recommend(message, budget: budget, notes: notes)
    }
    if let result { end(call, watched, result) } else { compute(message, call, watched) }
  }

  /// Lets a thread of the pool answer.
  private func compute(_ message: ByteBuffer, _ call: RPCCall, _ watched: CallWatch.Watched?) {
    let job = ComputeJob(message, deadline: call.deadline, notes: watched?.notes)
    call.onCancel { job.cancel() }
    metrics.callsWaiting(1)
    let (bound, loop) = (NIOLoopBound((self, call, watched), eventLoop: call.eventLoop), call.eventLoop)
    compute?.run(job) { result in
      loop.execute {
        let (routes, call, watched) = bound.value
        routes.metrics.callsWaiting(-1)
        routes.end(call, watched, result)
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

  /// The page for a query string, counted, on the coordinator's loop; `metadata` is what else the caller sent.
  func answer(query: String, _ metadata: RPCMetadata) -> HTTPResponse {
    let begin = StageClock.now
    let watched = watch.beginPage(metadata)
    let result = page(query, watched?.notes)
    let status = PageStatus(result.code)
    if let watched { watch.end(watched, metadata, .page(Self.path), result.code) }
    metrics.pageAnswered(status, nanoseconds: StageClock.now - begin)
    switch result {
    case .success(let page): return .json(status.rawValue, page.json)
    case .failure(let error):
      return .json(status.rawValue, RecommendPage.error(error.code.name, error.message))
    }
  }

  private func page(_ text: String, _ notes: CallNotes?) -> Result<RecommendPage, RPCStatus> {
    do throws(RecommendQuery.Invalid) {
      let query = try RecommendQuery(text)
      return coordinator.assumeIsolated { $0.page(query, notes: notes) }
    } catch {
      return .failure(RPCStatus(.invalidArgument, error.message))
    }
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
