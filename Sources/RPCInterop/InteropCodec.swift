internal import CInteropProto
internal import CProtobufC
internal import NIOCore
internal import RPCTransport

/// The messages of `grpc.testing`, received.
enum InteropCodec {
  /// A `SimpleRequest`, or nil if the bytes are none.
  static func simpleRequest(_ message: ByteBuffer) -> InteropRequest? {
    read(message, grpc__testing__simple_request__unpack, grpc__testing__simple_request__free_unpacked) {
      request in
      InteropRequest(
        responses: [
          .init(size: Int(request.response_size), compressed: flag(request.response_compressed))
        ],
        payload: size(request.payload), expectCompressed: flag(request.expect_compressed),
        status: status(request.response_status))
    }
  }

  /// A `StreamingInputCallRequest`, or nil if the bytes are none.
  static func inputRequest(_ message: ByteBuffer) -> InteropRequest? {
    read(
      message, grpc__testing__streaming_input_call_request__unpack,
      grpc__testing__streaming_input_call_request__free_unpacked
    ) { request in
      InteropRequest(payload: size(request.payload), expectCompressed: flag(request.expect_compressed))
    }
  }

  /// A `StreamingOutputCallRequest`, or nil if the bytes are none.
  static func outputRequest(_ message: ByteBuffer) -> InteropRequest? {
    read(
      message, grpc__testing__streaming_output_call_request__unpack,
      grpc__testing__streaming_output_call_request__free_unpacked
    ) { request in
      let parameters = UnsafeBufferPointer(
        start: request.response_parameters, count: request.n_response_parameters)
      let responses = parameters.compactMap { $0?.pointee }.map {
        InteropRequest.Response(
          size: Int($0.size), microseconds: Int64($0.interval_us), compressed: flag($0.compressed))
      }
      return InteropRequest(
        responses: responses, payload: size(request.payload), status: status(request.response_status))
    }
  }

  /// Bytes of the payload of a `SimpleResponse`; nil if the bytes are none or the payload is not all zeros.
  static func simpleResponse(_ message: ByteBuffer) -> Int? {
    read(message, grpc__testing__simple_response__unpack, grpc__testing__simple_response__free_unpacked) {
      zeros($0.payload)
    }.flatMap(\.self)
  }

  /// The same of a `StreamingOutputCallResponse`.
  static func outputResponse(_ message: ByteBuffer) -> Int? {
    read(
      message, grpc__testing__streaming_output_call_response__unpack,
      grpc__testing__streaming_output_call_response__free_unpacked
    ) { zeros($0.payload) }.flatMap(\.self)
  }

  /// The size a `StreamingInputCallResponse` names.
  static func inputResponse(_ message: ByteBuffer) -> Int? {
    read(
      message, grpc__testing__streaming_input_call_response__unpack,
      grpc__testing__streaming_input_call_response__free_unpacked
    ) { Int($0.aggregated_payload_size) }
  }

  private static func read<Record, Value>(
    _ message: ByteBuffer,
    _ unpack: (UnsafeMutablePointer<ProtobufCAllocator>?, Int, UnsafePointer<UInt8>?)
      -> UnsafeMutablePointer<Record>?,
    _ free: (UnsafeMutablePointer<Record>?, UnsafeMutablePointer<ProtobufCAllocator>?) -> Void,
    _ body: (Record) -> Value
  ) -> Value? {
    message.withUnsafeReadableBytes { bytes in
      let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
      guard let record = unpack(nil, bytes.count, base) else { return nil }
      defer { free(record, nil) }
      return body(record.pointee)
    }
  }

  private static func flag(_ value: UnsafeMutablePointer<Grpc__Testing__BoolValue>?) -> Bool? {
    value.map { $0.pointee.value != 0 }
  }

  private static func size(_ payload: UnsafeMutablePointer<Grpc__Testing__Payload>?) -> Int? {
    payload.map { $0.pointee.body.len }
  }

  private static func zeros(_ payload: UnsafeMutablePointer<Grpc__Testing__Payload>?) -> Int? {
    guard let body = payload?.pointee.body else { return 0 }
    let bytes = UnsafeBufferPointer(start: body.data, count: body.len)
    return bytes.allSatisfy { $0 == 0 } ? body.len : nil
  }

  private static func status(_ status: UnsafeMutablePointer<Grpc__Testing__EchoStatus>?) -> RPCStatus? {
    guard let status else { return nil }
    let message = status.pointee.message.map { String(cString: $0) } ?? ""
    return RPCStatus(RPCStatus.Code(rawValue: Int(status.pointee.code)) ?? .unknown, message)
  }
}
