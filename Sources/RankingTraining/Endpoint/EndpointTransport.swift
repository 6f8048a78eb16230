internal import Foundation

#if canImport(FoundationNetworking)
  internal import FoundationNetworking
#endif

/// One HTTP exchange.
package protocol EndpointTransport: Sendable {
  /// Posts JSON `body` to `url` with `key` as a bearer token.
  func post(_ body: [UInt8], to url: String, key: String?) async throws(EndpointError) -> EndpointReply
}

/// What came back, whatever its status.
package struct EndpointReply: Sendable, Hashable {
  package var status: Int
  /// Value of Retry-After, if any.
  package var retryAfter: String?
  package var body: [UInt8]

  package init(status: Int, retryAfter: String? = nil, body: [UInt8]) {
    self.status = status
    self.retryAfter = retryAfter
    self.body = body
  }
}

/// Foundation's HTTP client: the system's libcurl, so TLS needs nothing further.
package struct FoundationTransport: EndpointTransport {
  private let session: URLSession

  /// - Parameter timeout: of a whole exchange.
  package init(timeout: Duration) {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = Double(timeout.components.seconds)
    configuration.timeoutIntervalForResource = Double(timeout.components.seconds)
    session = URLSession(configuration: configuration)
  }

  package func post(
    _ body: [UInt8], to url: String, key: String?
  ) async throws(EndpointError) -> EndpointReply {
    guard let target = URL(string: url) else { throw EndpointError(.configuration, "\(url) is no URL") }
    var request = URLRequest(url: target)
    request.httpMethod = "POST"
    request.httpBody = Data(body)
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    if let key { request.setValue("Bearer \(key)", forHTTPHeaderField: "Authorization") }
    do {
      let (data, response) = try await session.data(for: request)
      guard let http = response as? HTTPURLResponse else {
        throw EndpointError(.transport, "\(url) did not answer in HTTP")
      }
      return EndpointReply(
        status: http.statusCode, retryAfter: http.value(forHTTPHeaderField: "Retry-After"), body: Array(data))
    } catch let error as EndpointError {
      throw error
    } catch {
      throw EndpointError(.transport, "\(url): \(error.localizedDescription)")
    }
  }
}
