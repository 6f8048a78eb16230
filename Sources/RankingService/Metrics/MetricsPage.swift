internal import RPCTransport
internal import RankingCore

/// The Prometheus text of `GET /metrics`. Label values are names that the program or the bundle registers, never a
/// request's, so the number of series is bounded.
struct MetricsPage {
  let reading: LoopMetrics.Reading
  let drift: DriftReading
  /// Registered methods; number `n` is at `n - 1`.
  let methods: [MethodLabel]
  let store: SnapshotStore
  /// nil without tracing.
  let spans: SpanCounts?

  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  func text() -> String {
    var page = MetricsText()
    calls(&page)
    pages(&page)
    transport(&page)
    shedding(&page)
    funnel(&page)
    bundle(&page)
    drift(&page)
    if let spans { tell(spans, &page) }
    return page.text
  }

  private func labels(_ method: Int) -> String {
    (method == 0 ? MethodLabel.unknown : methods[method - 1]).text
  }

  private func calls(_ page: inout MetricsText) {
    page.family("grpc_server_started_total", "counter", "RPCs started on the server.")
    for method in reading.methods.indices {
      page.sample("grpc_server_started_total", labels(method), reading.methods[method].started)
    }
    page.family("grpc_server_handled_total", "counter", "RPCs completed on the server, by status.")
    for method in reading.methods.indices {
      // Zeros too: a rate takes no notice of what a counter begins with.
      for (code, count) in reading.methods[method].handled.enumerated() {
        let name = RPCStatus.Code(rawValue: code)?.name ?? "UNKNOWN"
        page.sample("grpc_server_handled_total", "\(labels(method)),grpc_code=\"\(name)\"", count)
      }
    }
    let name = "grpc_server_handling_seconds"
    page.family(name, "histogram", "Time from a call's headers to its status.")
    for (method, counts) in reading.methods.enumerated() where method > 0 {
      page.histogram(name, labels(method), counts.times)
    }
  }

  private func pages(_ page: inout MetricsText) {
    let label = "path=\"\(RecommendRoutes.path)\""
    page.family("rankd_http_requests_total", "counter", "Plain HTTP pages answered, by status.")
    for (status, count) in zip(PageStatus.allCases, reading.page.answered) {
      page.sample("rankd_http_requests_total", "\(label),code=\"\(status.rawValue)\"", count)
    }
    page.family("rankd_http_request_seconds", "histogram", "Time to answer a plain HTTP page.")
    page.histogram("rankd_http_request_seconds", label, reading.page.times)
  }
}
