/// How a call ended: gRPC's code, a message for people, and the bytes of a `google.rpc.Status` for programs.
///
/// The message travels percent-encoded in `grpc-message`, the details in `grpc-status-details-bin`.
public struct RPCStatus: Error, Hashable, Sendable {
  public var code: Code
  public var message: String
  /// A serialised `google.rpc.Status`, or empty for none.
  public var details: [UInt8]

  public init(_ code: Code, _ message: String = "", details: [UInt8] = []) {
    self.code = code
    self.message = message
    self.details = details
  }

  public static let ok = RPCStatus(.ok)

  public var isOK: Bool { code == .ok }
}

extension RPCStatus: CustomStringConvertible {
  public var description: String {
    message.isEmpty ? code.name : "\(code.name): \(message)"
  }
}
