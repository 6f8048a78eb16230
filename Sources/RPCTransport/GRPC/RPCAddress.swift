public import NIOCore

/// Where a server listens or a client connects: TCP over IPv4 or IPv6, or a Unix domain socket.
public enum RPCAddress: Sendable, Hashable {
  /// Port 0 binds any free port.
  case tcp(host: String, port: Int)
  case unix(path: String)
}

extension RPCAddress {
  /// Resolves the host (blocking) and yields the socket's address.
  public func resolve() throws -> SocketAddress {
    switch self {
    case .tcp(let host, let port): try .makeAddressResolvingHost(host, port: port)
    case .unix(let path): try .init(unixDomainSocketPath: path)
    }
  }
}

extension RPCAddress {
  /// What `:authority` says.
  var authority: String {
    switch self {
    case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    case .unix: "localhost"
    }
  }
}

extension RPCAddress: CustomStringConvertible {
  /// "host:port", "[::1]:port" or "unix:/path".
  public var description: String {
    switch self {
    case .tcp: authority
    case .unix(let path): "unix:\(path)"
    }
  }
}
