internal import NIOCore
internal import RPCTransport

extension HTTPResponse {
  static func text(_ status: Int, _ text: String) -> HTTPResponse {
    HTTPResponse(status: status, body: ByteBuffer(string: text + "\n"))
  }
}
