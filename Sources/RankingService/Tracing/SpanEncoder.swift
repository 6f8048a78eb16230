internal import COTLPProto
internal import CProtobufC
internal import NIOCore

/// Packs spans as `opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest`.
struct SpanEncoder {
  private typealias Attribute = Opentelemetry__Proto__Common__V1__KeyValue
  private typealias Span = Opentelemetry__Proto__Trace__V1__Span
  private typealias Request = Opentelemetry__Proto__Collector__Trace__V1__ExportTraceServiceRequest

  static let path = "/opentelemetry.proto.collector.trace.v1.TraceService/Export"

  private let arena = SpanArena()

  /// `instance` tells servers of the service apart.
  static func encode(_ spans: [SpanRecord], instance: String) -> ByteBuffer {
    let encoder = SpanEncoder()
    var request = encoder.request(spans, instance: instance)
    let size =
      opentelemetry__proto__collector__trace__v1__export_trace_service_request__get_packed_size(&request)
    var packed = [UInt8](repeating: 0, count: size)
    _ = opentelemetry__proto__collector__trace__v1__export_trace_service_request__pack(&request, &packed)
    return ByteBuffer(bytes: packed)
  }

  private func request(_ spans: [SpanRecord], instance: String) -> Request {
    var scope = Opentelemetry__Proto__Common__V1__InstrumentationScope()
    opentelemetry__proto__common__v1__instrumentation_scope__init(&scope)
    scope.name = arena.string("rankd")
    var group = Opentelemetry__Proto__Trace__V1__ScopeSpans()
    opentelemetry__proto__trace__v1__scope_spans__init(&group)
    group.scope = arena.one(scope)
    (group.n_spans, group.spans) = (spans.count, arena.repeated(spans.map(span)))
    var all = Opentelemetry__Proto__Trace__V1__ResourceSpans()
    opentelemetry__proto__trace__v1__resource_spans__init(&all)
    all.resource = arena.one(resource(instance))
    (all.n_scope_spans, all.scope_spans) = (1, arena.repeated([group]))
    var request = Request()
    opentelemetry__proto__collector__trace__v1__export_trace_service_request__init(&request)
    (request.n_resource_spans, request.resource_spans) = (1, arena.repeated([all]))
    return request
  }

  private func resource(_ instance: String) -> Opentelemetry__Proto__Resource__V1__Resource {
    var resource = Opentelemetry__Proto__Resource__V1__Resource()
    opentelemetry__proto__resource__v1__resource__init(&resource)
    let about = [
      attribute("service.name", .text("rankd")), attribute("service.instance.id", .text(instance)),
    ]
    (resource.n_attributes, resource.attributes) = (about.count, arena.repeated(about))
    return resource
  }

  private func span(_ record: SpanRecord) -> Span {
    var span = Span()
    opentelemetry__proto__trace__v1__span__init(&span)
    span.trace_id = bytes([record.trace.high, record.trace.low])
    span.span_id = bytes([record.span])
    if record.parent != 0 { span.parent_span_id = bytes([record.parent]) }
    span.name = arena.string(record.name)
    span.kind =
      record.isServer
      ? OPENTELEMETRY__PROTO__TRACE__V1__SPAN__SPAN_KIND__SPAN_KIND_SERVER
      : OPENTELEMETRY__PROTO__TRACE__V1__SPAN__SPAN_KIND__SPAN_KIND_INTERNAL
    (span.start_time_unix_nano, span.end_time_unix_nano) = (record.begin, record.end)
    let attributes = record.attributes.map { attribute($0.key, $0.value) }
    (span.n_attributes, span.attributes) = (attributes.count, arena.repeated(attributes))
    if record.isError { span.status = arena.one(failure) }
    return span
  }

  private var failure: Opentelemetry__Proto__Trace__V1__Status {
    var status = Opentelemetry__Proto__Trace__V1__Status()
    opentelemetry__proto__trace__v1__status__init(&status)
    status.code = OPENTELEMETRY__PROTO__TRACE__V1__STATUS__STATUS_CODE__STATUS_CODE_ERROR
    return status
  }

  private func attribute(_ key: String, _ content: SpanRecord.Value) -> Attribute {
    var value = Opentelemetry__Proto__Common__V1__AnyValue()
    opentelemetry__proto__common__v1__any_value__init(&value)
    switch content {
    case .text(let text):
      value.value_case = OPENTELEMETRY__PROTO__COMMON__V1__ANY_VALUE__VALUE_STRING_VALUE
      value.string_value = arena.string(text)
    case .number(let number):
      value.value_case = OPENTELEMETRY__PROTO__COMMON__V1__ANY_VALUE__VALUE_INT_VALUE
      value.int_value = number
    }
    var attribute = Attribute()
    opentelemetry__proto__common__v1__key_value__init(&attribute)
    attribute.key = arena.string(key)
    attribute.value = arena.one(value)
    return attribute
  }

  /// Big-endian, as the identifiers travel.
  private func bytes(_ words: [UInt64]) -> ProtobufCBinaryData {
    let bytes = words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }
    return ProtobufCBinaryData(len: bytes.count, data: arena.array(bytes))
  }
}
