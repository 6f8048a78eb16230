internal import RPCTransport

/// What an HTTP/1.1 page is asked.
struct HTTP1Request: Sendable {
  enum Method: Sendable {
    /// Also for HEAD.
    case get
    case put
  }

  var method: Method
  var path: String
  var query: String
  /// The fields of its head.
  var metadata = RPCMetadata()
}
