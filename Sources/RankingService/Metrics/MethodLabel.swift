internal import RPCTransport

/// A method as gRPC's metrics name it.
struct MethodLabel: Sendable, Hashable {
  let type: String
  let service: String
  let method: String

  /// Every method that is not registered.
  static let unknown = MethodLabel(type: RPCMethodKind.unary.rawValue, service: "unknown", method: "unknown")

  init(path: String, kind: RPCMethodKind) {
    let parts = path.split(separator: "/").map(String.init)
    self.init(type: kind.rawValue, service: parts.first ?? "", method: parts.last ?? "")
  }

  private init(type: String, service: String, method: String) {
    (self.type, self.service, self.method) = (type, service, method)
  }

  /// Without braces.
  var text: String { "grpc_type=\"\(type)\",grpc_service=\"\(service)\",grpc_method=\"\(method)\"" }
}
