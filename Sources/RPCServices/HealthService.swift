internal import NIOCore
public import RPCTransport

/// `grpc.health.v1.Health`: Check, and Watch which answers every change.
public struct HealthService {
  private let status: HealthStatus

  public init(_ status: HealthStatus) { self.status = status }

  public func register(in router: inout RPCRouter) {
    let status = status
    router.unary("/grpc.health.v1.Health/Check") { message, call in
      guard let service = HealthCodec.service(in: message) else { return call.fail(HealthCodec.undecodable) }
      guard let serving = status.serving(service) else {
        return call.fail(RPCStatus(.notFound, "unknown service: \(service.prefix(256))"))
      }
      call.respond(HealthCodec.response(serving))
    }
    router.streaming("/grpc.health.v1.Health/Watch", kind: .serverStreaming) { call in
      let watch = HealthWatch(call: call, status: status)
      call.onMessage { watch.receive($0) }
      call.onHalfClose { watch.receiveEnd() }
    }
  }
}
