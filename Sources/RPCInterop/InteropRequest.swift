internal import RPCTransport

/// What any of the requests of `grpc.testing.TestService` says: those of one kind leave the rest out.
struct InteropRequest {
  /// One response asked for.
  struct Response {
    var size: Int
    var microseconds: Int64 = 0
    /// Nil if the client does not care.
    var compressed: Bool?
  }

  var responses: [Response] = []
  /// Bytes of payload; nil without a payload.
  var payload: Int?
  var expectCompressed: Bool?
  var status: RPCStatus?

  /// Bytes of one response, at most.
  static let maxResponse = 32 << 20

  /// Why a server does not do as told, if so.
  var refusal: RPCStatus? {
    for response in responses where response.size < 0 || response.size > Self.maxResponse {
      return RPCStatus(.invalidArgument, "response size: max \(Self.maxResponse), got \(response.size)")
    }
    return nil
  }
}
