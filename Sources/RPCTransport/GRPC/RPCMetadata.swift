/// The custom metadata of a call: an ordered list of fields, keys lower case, a key may repeat.
///
/// Fields lie in one flat byte array, so that receiving them costs two allocations at most and none once a
/// record is reused. Values of keys ending in `-bin` are kept as they travel (base64) and decoded when read.
public struct RPCMetadata: Sendable {
  struct Field: Sendable {
    var start: Int32
    var nameCount: Int32
    var valueCount: Int32
  }

  var bytes: [UInt8] = []
  var fields: [Field] = []

  public init() {}

  public var isEmpty: Bool { fields.isEmpty }
  public var count: Int { fields.count }

  /// Adds a text field. Bytes outside printable ASCII are dropped by the sender, as the wire forbids them.
  public mutating func add(_ key: String, _ value: String) {
    var value = value
    value.withUTF8 { append(name: Array(key.lowercased().utf8).span, value: $0.span) }
  }

  /// Adds a binary field; its key must end in `-bin`.
  public mutating func add(_ key: String, binary value: [UInt8]) {
    precondition(key.hasSuffix("-bin"), "the key of a binary value ends in -bin")
    append(name: Array(key.lowercased().utf8).span, value: Base64.encode(value.span).span)
  }

  /// The first value of a text key, or nil.
  public subscript(_ key: String) -> String? {
    for index in fields.indices where name(index, equals: key) { return text(index) }
    return nil
  }

  /// Every value of a text key, in the order received.
  public func values(_ key: String) -> [String] {
    fields.indices.compactMap { name($0, equals: key) ? text($0) : nil }
  }

  /// Every value of a `-bin` key, decoded; comma-joined values are told apart.
  ///
  /// A value that is not base64 ends a received call before its handler runs, so none is met here.
  public func binaryValues(_ key: String) -> [[UInt8]] {
    var found: [[UInt8]] = []
    for index in fields.indices where name(index, equals: key) {
      found.append(contentsOf: Base64.decodeList(value(index)) ?? [])
    }
    return found
  }

  /// All fields as text, in order; binary ones still in base64.
  public var pairs: [(key: String, value: String)] {
    fields.indices.map { (String(decoding: name($0), as: UTF8.self), text($0)) }
  }
}

extension RPCMetadata: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, String)...) {
    for (key, value) in elements { add(key, value) }
  }
}
