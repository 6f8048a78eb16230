internal import CInteropProto
internal import CProtobufC
internal import NIOCore
internal import RPCTransport

/// The messages of `grpc.testing`, to send.
extension InteropCodec {
  /// A `SimpleRequest`; the first of its responses counts.
  static func simpleRequest(_ request: InteropRequest) -> ByteBuffer {
    let arena = CArena()
    let record = arena.make(Grpc__Testing__SimpleRequest(), grpc__testing__simple_request__init)
    record.pointee.response_size = Int32(clamping: request.responses.first?.size ?? 0)
    record.pointee.response_compressed = flag(request.responses.first?.compressed, arena)
    record.pointee.payload = payload(request.payload, arena)
    record.pointee.expect_compressed = flag(request.expectCompressed, arena)
    record.pointee.response_status = status(request.status, arena)
    return pack(
      record, grpc__testing__simple_request__get_packed_size, grpc__testing__simple_request__pack)
  }

  static func inputRequest(_ request: InteropRequest) -> ByteBuffer {
    let arena = CArena()
    let record = arena.make(
      Grpc__Testing__StreamingInputCallRequest(), grpc__testing__streaming_input_call_request__init)
    record.pointee.payload = payload(request.payload, arena)
    record.pointee.expect_compressed = flag(request.expectCompressed, arena)
    return pack(
      record, grpc__testing__streaming_input_call_request__get_packed_size,
      grpc__testing__streaming_input_call_request__pack)
  }

  static func outputRequest(_ request: InteropRequest) -> ByteBuffer {
    let arena = CArena()
    let record = arena.make(
      Grpc__Testing__StreamingOutputCallRequest(), grpc__testing__streaming_output_call_request__init)
    let parameters = request.responses.map { response in
      let parameter = arena.make(
        Grpc__Testing__ResponseParameters(), grpc__testing__response_parameters__init)
      parameter.pointee.size = Int32(clamping: response.size)
      parameter.pointee.interval_us = Int32(clamping: response.microseconds)
      parameter.pointee.compressed = flag(response.compressed, arena)
      return parameter
    }
    record.pointee.n_response_parameters = parameters.count
    record.pointee.response_parameters = arena.list(parameters)
    record.pointee.payload = payload(request.payload, arena)
    record.pointee.response_status = status(request.status, arena)
    return pack(
      record, grpc__testing__streaming_output_call_request__get_packed_size,
      grpc__testing__streaming_output_call_request__pack)
  }

  static func simpleResponse(size: Int) -> ByteBuffer {
    let arena = CArena()
    let record = arena.make(Grpc__Testing__SimpleResponse(), grpc__testing__simple_response__init)
    record.pointee.payload = payload(size, arena)
    return pack(
      record, grpc__testing__simple_response__get_packed_size, grpc__testing__simple_response__pack)
  }

  static func outputResponse(size: Int) -> ByteBuffer {
    let arena = CArena()
    let record = arena.make(
      Grpc__Testing__StreamingOutputCallResponse(), grpc__testing__streaming_output_call_response__init)
    record.pointee.payload = payload(size, arena)
    return pack(
      record, grpc__testing__streaming_output_call_response__get_packed_size,
      grpc__testing__streaming_output_call_response__pack)
  }

  static func inputResponse(size: Int) -> ByteBuffer {
    let arena = CArena()
    let record = arena.make(
      Grpc__Testing__StreamingInputCallResponse(), grpc__testing__streaming_input_call_response__init)
    record.pointee.aggregated_payload_size = Int32(clamping: size)
    return pack(
      record, grpc__testing__streaming_input_call_response__get_packed_size,
      grpc__testing__streaming_input_call_response__pack)
  }

  private static func pack<Record>(
    _ record: UnsafeMutablePointer<Record>, _ size: (UnsafePointer<Record>?) -> Int,
    _ pack: (UnsafePointer<Record>?, UnsafeMutablePointer<UInt8>?) -> Int
  ) -> ByteBuffer {
    var buffer = ByteBuffer()
    let count = size(record)
    buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { bytes in
      pack(record, bytes.bindMemory(to: UInt8.self).baseAddress)
    }
    return buffer
  }

  private static func flag(_ value: Bool?, _ arena: CArena) -> UnsafeMutablePointer<Grpc__Testing__BoolValue>?
  {
    guard let value else { return nil }
    let record = arena.make(Grpc__Testing__BoolValue(), grpc__testing__bool_value__init)
    record.pointee.value = value ? 1 : 0
    return record
  }

  private static func payload(_ size: Int?, _ arena: CArena) -> UnsafeMutablePointer<Grpc__Testing__Payload>?
  {
    guard let size else { return nil }
    let record = arena.make(Grpc__Testing__Payload(), grpc__testing__payload__init)
    record.pointee.body = ProtobufCBinaryData(len: size, data: arena.zeros(size))
    return record
  }

  private static func status(
    _ status: RPCStatus?, _ arena: CArena
  ) -> UnsafeMutablePointer<Grpc__Testing__EchoStatus>? {
    guard let status else { return nil }
    let record = arena.make(Grpc__Testing__EchoStatus(), grpc__testing__echo_status__init)
    record.pointee.code = Int32(clamping: status.code.rawValue)
    record.pointee.message = arena.text(status.message)
    return record
  }
}
