internal import RPCTransport

/// What is known of proto files, by file name and by symbol (descriptor.proto of protobuf names the fields).
struct DescriptorIndex {
  struct File {
    /// A serialised `google.protobuf.FileDescriptorProto`.
    var bytes: [UInt8]
    var imports: [String]
  }

  private(set) var files: [String: File] = [:]
  /// File by fully qualified name of a message, enum, service, method or extension.
  private(set) var symbols: [String: String] = [:]
  /// File by number, by fully qualified name of the message extended.
  private(set) var extensions: [String: [Int32: String]] = [:]

  /// Reads serialised `google.protobuf.FileDescriptorSet`s, each in base64.
  init(_ sets: [String]) {
    for set in sets {
      let bytes = Base64.decode(Array(set.utf8)[...]) ?? []
      for field in WireFields(bytes[...]) where field.number == 1 { add(field.bytes) }
    }
  }

  /// The file and everything it imports, each once, importers first.
  func closure(of name: String) -> [String] {
    var found: [String] = []
    var open = [name]
    while let next = open.popLast() {
      guard !found.contains(next), let file = files[next] else { continue }
      found.append(next)
      open += file.imports.reversed()
    }
    return found
  }

  private mutating func add(_ bytes: ArraySlice<UInt8>) {
    let fields = Array(WireFields(bytes))
    let name = fields.first { $0.number == 1 }?.text ?? ""
    let package = fields.first { $0.number == 2 }?.text ?? ""
    let imports = fields.filter { $0.number == 3 }.map(\.text)
    files[name] = File(bytes: Array(bytes), imports: imports)
    for field in fields {
      switch field.number {
      case 4: addMessage(field.bytes, package, name)
      case 5: addNamed(field.bytes, package, name)
      case 6: addService(field.bytes, package, name)
      case 7: addExtension(field.bytes, package, name)
      default: break
      }
    }
  }

  @discardableResult
  private mutating func addNamed(_ bytes: ArraySlice<UInt8>, _ scope: String, _ file: String) -> String {
    let name = WireFields(bytes).first { $0.number == 1 }?.text ?? ""
    let full = scope.isEmpty ? name : scope + "." + name
    symbols[full] = file
    return full
  }

  private mutating func addMessage(_ bytes: ArraySlice<UInt8>, _ scope: String, _ file: String) {
    let full = addNamed(bytes, scope, file)
    for field in WireFields(bytes) {
      switch field.number {
      case 3: addMessage(field.bytes, full, file)
      case 4: addNamed(field.bytes, full, file)
      case 6: addExtension(field.bytes, full, file)
      default: break
      }
    }
  }

  private mutating func addService(_ bytes: ArraySlice<UInt8>, _ scope: String, _ file: String) {
    let full = addNamed(bytes, scope, file)
    for method in WireFields(bytes) where method.number == 2 { addNamed(method.bytes, full, file) }
  }

  private mutating func addExtension(_ bytes: ArraySlice<UInt8>, _ scope: String, _ file: String) {
    addNamed(bytes, scope, file)
    let extended = WireFields(bytes).first { $0.number == 2 }?.text ?? ""
    let number = WireFields(bytes).first { $0.number == 3 }?.varint ?? 0
    extensions[String(extended.drop { $0 == "." }), default: [:]][Int32(truncatingIfNeeded: number)] = file
  }
}
