internal import NIOCore
internal import RPCServices
internal import RPCTransport

/// The pages of the admin port: `/metrics`, `/healthz` (the process lives), `/readyz` (a verified bundle serves)
/// and `/log-level`.
struct AdminPages: Sendable {
  let store: SnapshotStore
  let health: HealthStatus
  let loops: LoopServices
  let spans: SpanQueue?
  let logLevel: LogLevelPage

  @Sendable func answer(
    _ request: HTTP1Request, _ loop: any EventLoop
  ) -> EventLoopFuture<HTTPResponse>? {
    switch request.path {
    case "/metrics": metrics(loop)
    case "/healthz": loop.makeSucceededFuture(.text(200, "ok"))
    case "/readyz": loop.makeSucceededFuture(ready)
    case LogLevelPage.path: loop.makeSucceededFuture(logLevel.answer(request.method, query: request.query))
    default: nil
    }
  }

  private var ready: HTTPResponse {
    health.serving() == .serving ? .text(200, "ready") : .text(503, "not ready")
  }

  private func metrics(_ loop: any EventLoop) -> EventLoopFuture<HTTPResponse> {
    let drift = loops.drift(of: store.current, on: loop)
    return loops.reading(on: loop).and(drift).map { [store, loops, spans] reading, drift in
      let page = MetricsPage(
        reading: reading, drift: drift, methods: loops.methods, store: store, spans: spans?.counts)
      return HTTPResponse(
        status: 200, contentType: MetricsPage.contentType, body: ByteBuffer(string: page.text()))
    }
  }
}
