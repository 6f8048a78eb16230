internal import CProtobufC
internal import CRPCProto
internal import NIOCore
internal import RPCTransport

/// The messages of the reflection protocol; both versions have the same bytes.
enum ReflectionCodec {
  private typealias Request = Grpc__Reflection__V1__ServerReflectionRequest
  private typealias Response = Grpc__Reflection__V1__ServerReflectionResponse

  /// The response to a request, or nil if its bytes are no request.
  static func answer(_ message: ByteBuffer, _ body: (ReflectionQuestion) -> ReflectionAnswer) -> ByteBuffer? {
    message.withUnsafeReadableBytes { bytes in
      let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
      guard let request = grpc__reflection__v1__server_reflection_request__unpack(nil, bytes.count, base)
      else {
        return nil
      }
      defer { grpc__reflection__v1__server_reflection_request__free_unpacked(request, nil) }
      var response = Response()
      grpc__reflection__v1__server_reflection_response__init(&response)
      response.valid_host = request.pointee.host
      response.original_request = request
      return pack(&response, body(question(request)))
    }
  }

  private static func question(_ request: UnsafeMutablePointer<Request>) -> ReflectionQuestion {
    func text(_ pointer: UnsafeMutablePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }
    switch request.pointee.message_request_case {
    case GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST_FILE_BY_FILENAME:
      return .file(name: text(request.pointee.file_by_filename))
    case GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST_FILE_CONTAINING_SYMBOL:
      return .symbol(text(request.pointee.file_containing_symbol))
    case GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST_FILE_CONTAINING_EXTENSION:
      let asked = request.pointee.file_containing_extension
      return .fieldExtension(
        of: text(asked?.pointee.containing_type), number: asked?.pointee.extension_number ?? 0)
    case GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST_ALL_EXTENSION_NUMBERS_OF_TYPE:
      return .extensionNumbers(of: text(request.pointee.all_extension_numbers_of_type))
    case GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST_LIST_SERVICES: return .services
    default: return .nothing
    }
  }

  private static func pack(_ response: inout Response, _ answer: ReflectionAnswer) -> ByteBuffer {
    switch answer {
    case .files(let files): packFiles(&response, files)
    case .extensionNumbers(let type, let numbers): packNumbers(&response, type, numbers)
    case .services(let names): packServices(&response, names)
    case .failure(let status): packFailure(&response, status)
    }
  }

  private static func packFiles(_ response: inout Response, _ files: [[UInt8]]) -> ByteBuffer {
    var bytes = files.flatMap(\.self)
    return bytes.withUnsafeMutableBufferPointer { bytes in
      var start = 0
      var records = files.map { file in
        defer { start += file.count }
        return ProtobufCBinaryData(len: file.count, data: bytes.baseAddress.map { $0 + start })
      }
      return records.withUnsafeMutableBufferPointer { records in
        var answer = Grpc__Reflection__V1__FileDescriptorResponse()
        grpc__reflection__v1__file_descriptor_response__init(&answer)
        answer.n_file_descriptor_proto = records.count
        answer.file_descriptor_proto = records.baseAddress
        return withUnsafeMutablePointer(to: &answer) {
          response.message_response_case =
            GRPC__REFLECTION__V1__SERVER_REFLECTION_RESPONSE__MESSAGE_RESPONSE_FILE_DESCRIPTOR_RESPONSE
          response.file_descriptor_response = $0
          return packed(&response)
        }
      }
    }
  }

  private static func packNumbers(_ response: inout Response, _ type: String, _ numbers: [Int32])
    -> ByteBuffer
  {
    let strings = CStrings([type])
    defer { strings.free() }
    var numbers = numbers
    return numbers.withUnsafeMutableBufferPointer { numbers in
      var answer = Grpc__Reflection__V1__ExtensionNumberResponse()
      grpc__reflection__v1__extension_number_response__init(&answer)
      answer.base_type_name = strings.pointers[0]
      answer.n_extension_number = numbers.count
      answer.extension_number = numbers.baseAddress
      return withUnsafeMutablePointer(to: &answer) {
        response.message_response_case =
          GRPC__REFLECTION__V1__SERVER_REFLECTION_RESPONSE__MESSAGE_RESPONSE_ALL_EXTENSION_NUMBERS_RESPONSE
        response.all_extension_numbers_response = $0
        return packed(&response)
      }
    }
  }

  private static func packServices(_ response: inout Response, _ names: [String]) -> ByteBuffer {
    let strings = CStrings(names)
    defer { strings.free() }
    var records = strings.pointers.map { name in
      var record = Grpc__Reflection__V1__ServiceResponse()
      grpc__reflection__v1__service_response__init(&record)
      record.name = name
      return record
    }
    return records.withUnsafeMutableBufferPointer { records in
      var pointers = records.indices.map { index in records.baseAddress.map { $0 + index } }
      return pointers.withUnsafeMutableBufferPointer { pointers in
        var answer = Grpc__Reflection__V1__ListServiceResponse()
        grpc__reflection__v1__list_service_response__init(&answer)
        answer.n_service = pointers.count
        answer.service = pointers.baseAddress
        return withUnsafeMutablePointer(to: &answer) {
          response.message_response_case =
            GRPC__REFLECTION__V1__SERVER_REFLECTION_RESPONSE__MESSAGE_RESPONSE_LIST_SERVICES_RESPONSE
          response.list_services_response = $0
          return packed(&response)
        }
      }
    }
  }

  private static func packFailure(_ response: inout Response, _ status: RPCStatus) -> ByteBuffer {
    let strings = CStrings([status.message])
    defer { strings.free() }
    var answer = Grpc__Reflection__V1__ErrorResponse()
    grpc__reflection__v1__error_response__init(&answer)
    answer.error_code = Int32(status.code.rawValue)
    answer.error_message = strings.pointers[0]
    return withUnsafeMutablePointer(to: &answer) {
      response.message_response_case =
        GRPC__REFLECTION__V1__SERVER_REFLECTION_RESPONSE__MESSAGE_RESPONSE_ERROR_RESPONSE
      response.error_response = $0
      return packed(&response)
    }
  }

  private static func packed(_ response: inout Response) -> ByteBuffer {
    var bytes = [UInt8](
      repeating: 0, count: grpc__reflection__v1__server_reflection_response__get_packed_size(&response))
    _ = grpc__reflection__v1__server_reflection_response__pack(&response, &bytes)
    return ByteBuffer(bytes: bytes)
  }
}
