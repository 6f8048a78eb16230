internal import CProtobufC
internal import CRPCProto
internal import NIOCore
internal import RPCTransport

/// The health protocol's messages.
enum HealthCodec {
  static let undecodable = RPCStatus(.internal, "HealthCheckRequest: undecodable message")

  /// The service a request names, or nil if its bytes are no request.
  static func service(in message: ByteBuffer) -> String? {
    message.withUnsafeReadableBytes { bytes in
      let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
      guard let request = grpc__health__v1__health_check_request__unpack(nil, bytes.count, base) else {
        return nil
      }
      defer { grpc__health__v1__health_check_request__free_unpacked(request, nil) }
      return request.pointee.service.map { String(cString: $0) } ?? ""
    }
  }

  static func response(_ serving: HealthStatus.Serving) -> ByteBuffer {
    var response = Grpc__Health__V1__HealthCheckResponse()
    grpc__health__v1__health_check_response__init(&response)
    response.status = Grpc__Health__V1__HealthCheckResponse__ServingStatus(
      rawValue: numericCast(serving.rawValue))
    var packed = [UInt8](
      repeating: 0, count: grpc__health__v1__health_check_response__get_packed_size(&response))
    _ = grpc__health__v1__health_check_response__pack(&response, &packed)
    return ByteBuffer(bytes: packed)
  }
}
