/// Allows calls that carry `authorization: Bearer TOKEN` with one of a file's tokens.
///
/// The file has one token a line, or `sha256:` and the 64 hexadecimal digits of its digest; blank lines and lines
/// that begin with `#` are left out. Only digests are kept. The file is read again when it changes.
public struct BearerTokens: RPCAuthorizer {
  private let digests: Reloading<TokenDigests>

  public init(file path: String) throws(RPCFileError) {
    digests = try Reloading([path]) { () throws(RPCFileError) in try TokenDigests(file: path) }
  }

  public func decide(_ request: RPCAuthorizationRequest) -> RPCAuthorizationDecision {
    let values = request.metadata.values("authorization")
    guard let value = values.first else { return .unauthenticated("authorization: Bearer token missing") }
    guard values.count == 1, let token = Self.token(in: value) else {
      return .unauthenticated("authorization: not one Bearer token")
    }
    return digests.value.contains(token) ? .allow : .unauthenticated("authorization: unknown Bearer token")
  }

  public func reloadIfChanged() throws -> Bool { try digests.reloadIfChanged() }

  private static func token(in value: String) -> Substring.UTF8View? {
    let parts = value.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer", parts[1].utf8.count <= 4_096 else {
      return nil
    }
    return parts[1].utf8
  }
}
