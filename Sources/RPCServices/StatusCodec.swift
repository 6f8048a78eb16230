internal import CProtobufC
internal import CRPCProto
internal import RPCTransport

/// Packs `google.rpc.Status` and the details it carries.
enum StatusCodec {
  static func badRequest(_ violations: [FieldViolation]) -> [UInt8] {
    let strings = CStrings(violations.flatMap { [$0.field, $0.description] })
    defer { strings.free() }
    var records = violations.indices.map { index in
      var record = Google__Rpc__BadRequest__FieldViolation()
      google__rpc__bad_request__field_violation__init(&record)
      record.field = strings.pointers[2 * index]
      record.description = strings.pointers[2 * index + 1]
      return record
    }
    return records.withUnsafeMutableBufferPointer { records in
      let base = records.baseAddress
      var pointers = records.indices.map { index in base.map { $0 + index } }
      return pointers.withUnsafeMutableBufferPointer { pointers in
        var request = Google__Rpc__BadRequest()
        google__rpc__bad_request__init(&request)
        request.n_field_violations = pointers.count
        request.field_violations = pointers.baseAddress
        var packed = [UInt8](repeating: 0, count: google__rpc__bad_request__get_packed_size(&request))
        _ = google__rpc__bad_request__pack(&request, &packed)
        return packed
      }
    }
  }

  /// A status with one detail.
  static func status(_ code: RPCStatus.Code, _ message: String, typeURL: String, value: [UInt8]) -> [UInt8] {
    let strings = CStrings([message, typeURL])
    defer { strings.free() }
    var value = value
    return value.withUnsafeMutableBufferPointer { value in
      var detail = Google__Protobuf__Any()
      google__protobuf__any__init(&detail)
      detail.type_url = strings.pointers[1]
      detail.value = ProtobufCBinaryData(len: value.count, data: value.baseAddress)
      return withUnsafeMutablePointer(to: &detail) { pack(code, strings.pointers[0], $0) }
    }
  }

  private static func pack(
    _ code: RPCStatus.Code, _ message: UnsafeMutablePointer<CChar>?,
    _ detail: UnsafeMutablePointer<Google__Protobuf__Any>
  ) -> [UInt8] {
    var details: [UnsafeMutablePointer<Google__Protobuf__Any>?] = [detail]
    return details.withUnsafeMutableBufferPointer { details in
      var status = Google__Rpc__Status()
      google__rpc__status__init(&status)
      status.code = Int32(code.rawValue)
      status.message = message
      status.n_details = details.count
      status.details = details.baseAddress
      var packed = [UInt8](repeating: 0, count: google__rpc__status__get_packed_size(&status))
      _ = google__rpc__status__pack(&status, &packed)
      return packed
    }
  }
}
