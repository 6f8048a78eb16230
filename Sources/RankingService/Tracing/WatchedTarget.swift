internal import RPCTransport

/// What a watched call asked for, by registered name.
enum WatchedTarget {
  /// "/package.Service/Method"
  case method(String)
  /// "/path" of a plain HTTP page.
  case page(String)

  /// As OpenTelemetry's conventions name spans of servers.
  var spanName: String {
    switch self {
    case .method(let path): String(path.dropFirst())
    case .page(let path): "GET \(path)"
    }
  }

  func attributes(_ code: RPCStatus.Code) -> [(key: String, value: SpanRecord.Value)] {
    switch self {
    case .method(let path):
      let parts = path.split(separator: "/").map(String.init)
      return [
        ("rpc.system", .text("grpc")), ("rpc.service", .text(parts.first ?? "")),
        ("rpc.method", .text(parts.last ?? "")), ("rpc.grpc.status_code", .number(Int64(code.rawValue))),
      ]
    case .page(let path):
      return [
        ("http.request.method", .text("GET")), ("http.route", .text(path)),
        ("http.response.status_code", .number(Int64(PageStatus(code).rawValue))),
      ]
    }
  }
}
