internal import NIOCore
internal import RPCServices
internal import RPCTransport

/// The pages of the admin port: `/metrics`, `/healthz` (the process lives), `/readyz` (a verified bundle serves).
struct AdminPages: Sendable {
  let store: SnapshotStore
  let health: HealthStatus
  let loops: LoopServices

  @Sendable func answer(
    _ path: String, _ query: String, _ loop: any EventLoop
  ) -> EventLoopFuture<HTTPResponse>? {
    switch path {
    case "/metrics": metrics(loop)
    case "/healthz": loop.makeSucceededFuture(.text(200, "ok"))
    case "/readyz": loop.makeSucceededFuture(ready)
    default: nil
    }
  }

  private var ready: HTTPResponse {
    health.serving() == .serving ? .text(200, "ready") : .text(503, "not ready")
  }

  private func metrics(_ loop: any EventLoop) -> EventLoopFuture<HTTPResponse> {
    loops.reading(on: loop).map { [store, loops] reading in
      let page = MetricsPage(reading: reading, paths: loops.paths, store: store)
      return HTTPResponse(
        status: 200, contentType: MetricsPage.contentType, body: ByteBuffer(string: page.text()))
    }
  }
}
