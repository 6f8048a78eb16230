internal import RPCTransport

/// One reflection call: answers questions, and sends each file once.
struct ReflectionDialogue {
  private let index: DescriptorIndex
  private let services: [String]
  private var sent: Set<String> = []

  init(_ index: DescriptorIndex, services: [String]) {
    self.index = index
    self.services = services
  }

  mutating func answer(_ question: ReflectionQuestion) -> ReflectionAnswer {
    switch question {
    case .services: .services(services)
    case .file(let name): files(index.files[name] == nil ? nil : name, name)
    case .symbol(let symbol): files(index.symbols[symbol], symbol)
    case .fieldExtension(let type, let number): files(index.extensions[type]?[number], "\(type) \(number)")
    case .extensionNumbers(let type):
      index.symbols[type] == nil
        ? Self.missing(type) : .extensionNumbers(of: type, (index.extensions[type] ?? [:]).keys.sorted())
    case .nothing: .failure(RPCStatus(.invalidArgument, "message_request: none is set"))
    }
  }

  /// The file asked for always comes; those it imports only if this call has not sent them.
  private mutating func files(_ name: String?, _ asked: String) -> ReflectionAnswer {
    guard let name else { return Self.missing(asked) }
    let names = index.closure(of: name).filter { $0 == name || !sent.contains($0) }
    sent.formUnion(names)
    return .files(names.compactMap { index.files[$0]?.bytes })
  }

  private static func missing(_ what: String) -> ReflectionAnswer {
    .failure(RPCStatus(.notFound, "not found: \(what.prefix(256))"))
  }
}
