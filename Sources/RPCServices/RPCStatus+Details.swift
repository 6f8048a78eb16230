internal import CProtobufC
internal import CRPCProto
public import RPCTransport

extension RPCStatus {
  /// INVALID_ARGUMENT whose message joins the violations and whose details carry a `google.rpc.BadRequest`.
  public static func invalidArgument(fieldViolations violations: [FieldViolation]) -> RPCStatus {
    let message = violations.map { "\($0.field): \($0.description)" }.joined(separator: "; ")
    let details = StatusCodec.status(
      .invalidArgument, message, typeURL: "type.googleapis.com/google.rpc.BadRequest",
      value: StatusCodec.badRequest(violations))
    return RPCStatus(.invalidArgument, message, details: details)
  }
}
