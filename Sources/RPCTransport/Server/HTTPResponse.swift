public import NIOCore

/// The whole answer to an `HTTPRequest`.
public struct HTTPResponse: Sendable {
  public var status: Int
  public var contentType: String
  public var body: ByteBuffer

  public init(status: Int, contentType: String = "text/plain; charset=utf-8", body: ByteBuffer) {
    self.status = status
    self.contentType = contentType
    self.body = body
  }
}
