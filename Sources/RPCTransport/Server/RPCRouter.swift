public import NIOCore

/// The methods one event loop serves.
///
/// A router is made once for each event loop and used on that loop only, so its handlers may share state that
/// belongs to the loop.
public struct RPCRouter {
  /// Answers through the call, now or later on the same loop.
  public typealias UnaryHandler = (ByteBuffer, RPCCall) -> Void
  /// Takes the call before any message; see `RPCCall.onMessage`.
  public typealias StreamHandler = (RPCCall) -> Void
  /// Answers through the closure it gets, once, now or later on the same loop.
  public typealias HTTPHandler = (HTTPRequest, @escaping (HTTPResponse) -> Void) -> Void

  enum Handler {
    case unary(UnaryHandler)
    case streaming(StreamHandler)
  }

  struct Method {
    var path: [UInt8]
    var name: String
    var kind: RPCMethodKind
    var handler: Handler
  }

  var methods: [Method] = []
  var pages: [(path: String, handler: HTTPHandler)] = []

  /// Told about calls and connections of this loop.
  public var observer: (any RPCServerObserver)?

  public init() {}

  /// Registers a unary method under "/package.Service/Method" and returns its number, from 1.
  @discardableResult
  public mutating func unary(_ path: String, _ handler: @escaping UnaryHandler) -> Int {
    add(path, .unary, .unary(handler))
  }

  /// Registers a method of any of the other three kinds; `kind` is told in metrics and changes nothing.
  @discardableResult
  public mutating func streaming(
    _ path: String, kind: RPCMethodKind = .bidirectional, _ handler: @escaping StreamHandler
  ) -> Int {
    add(path, kind, .streaming(handler))
  }

  /// Registers a plain HTTP page, answered to GET and HEAD.
  public mutating func http(_ path: String, _ handler: @escaping HTTPHandler) {
    pages.append((path, handler))
  }

  /// Registered paths; the method numbered n is at n - 1.
  public var paths: [String] { methods.map(\.name) }

  /// The kinds of the registered methods, in the order of `paths`.
  public var kinds: [RPCMethodKind] { methods.map(\.kind) }

  private mutating func add(_ path: String, _ kind: RPCMethodKind, _ handler: Handler) -> Int {
    precondition(path.hasPrefix("/"), "a method's path is /package.Service/Method")
    methods.append(Method(path: Array(path.utf8), name: path, kind: kind, handler: handler))
    return methods.count
  }
}
