/// The four kinds of gRPC methods, by the names that gRPC's metrics give them.
public enum RPCMethodKind: String, Sendable, CaseIterable {
  case unary
  case clientStreaming = "client_stream"
  case serverStreaming = "server_stream"
  case bidirectional = "bidi_stream"
}
