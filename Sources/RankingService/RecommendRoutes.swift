internal import NIOCore
internal import RPCTransport
internal import RankingWire

/// Where `Recommend` is reached: the RPC, and the reference's page over plain HTTP.
struct RecommendRoutes {
  let coordinator: RankingCoordinator
  /// nil: nothing is logged or traced.
  var watch: CallWatch?

  static let path = "/recommend"

  /// Registers both; the router belongs to the coordinator's loop.
  func register(in router: inout RPCRouter) {
    let (coordinator, watch) = (coordinator, watch)
    router.unary(RankingMethods.recommend) { message, call in
      let budget = call.deadline.map { Self.nanoseconds(until: $0) }
      let watched = watch?.begin(call)
      let notes = watched?.notes
      let result = coordinator.assumeIsolated { $0.recommend(message, budget: budget, notes: notes) }
      if let watched { watch?.end(watched, call, RankingMethods.recommend, result.code) }
      switch result {
      case .success(let answer): call.respond(answer)
      case .failure(let status): call.fail(status)
      }
    }
    router.http(Self.path) { request in answer(query: request.query) }
  }

  /// The page for a query string, on the coordinator's loop.
  func answer(query: String) -> HTTPResponse {
    do throws(RecommendQuery.Invalid) {
      let query = try RecommendQuery(query)
      switch coordinator.assumeIsolated({ $0.page(query) }) {
      case .success(let page): return .json(200, page.json)
      case .failure(let status): return .json(400, RecommendPage.error(status.code.name, status.message))
      }
    } catch {
      return .json(400, RecommendPage.error("INVALID_ARGUMENT", error.message))
    }
  }

  private static func nanoseconds(until deadline: NIODeadline) -> UInt64 {
    UInt64(max(0, (deadline - .now()).nanoseconds))
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
