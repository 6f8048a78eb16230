internal import Foundation

/// Asks an endpoint, again where that may help.
package struct EndpointClient: Sendable {
  package let endpoint: ModelEndpoint
  package let meter: UsageMeter
  private let transport: any EndpointTransport
  private let policy: RetryPolicy

  package init(
    _ endpoint: ModelEndpoint, transport: any EndpointTransport, meter: UsageMeter,
    policy: RetryPolicy = .defaults
  ) {
    self.endpoint = endpoint
    self.transport = transport
    self.meter = meter
    self.policy = policy
  }

  /// Posts `request` to `path`, such as `/embeddings`, and reads the reply by `read`.
  ///
  /// A reply that `read` finds malformed is asked for again like an error that may pass: servers under load cut
  /// bodies short. Any other error of `read` ends it.
  func call<Answer>(
    _ path: String, _ request: some Encodable, read: ([UInt8]) throws(EndpointError) -> Answer
  ) async throws -> Answer {
    let body = Array(try JSONEncoder().encode(request))
    var last = EndpointError(.transport, "never asked")
    for attempt in 1...max(1, policy.attempts) {
      try Task.checkCancellation()
      try meter.checkBudget()
      var retryAfter: String?
      do throws(EndpointError) {
        let reply = try await transport.post(body, to: endpoint.base + path, key: endpoint.key)
        retryAfter = reply.retryAfter
        return try read(try accepted(reply, path))
      } catch {
        guard [.transport, .exhausted, .malformed].contains(error.code) else { throw error }
        last = error
      }
      guard attempt < policy.attempts else { break }
      try await pause(before: attempt, retryAfter, after: last)
    }
    throw EndpointError(
      last.code, "\(last.message) (the last of \(policy.attempts) attempts)", status: last.status)
  }

  private func pause(before attempt: Int, _ retryAfter: String?, after error: EndpointError) async throws {
    let wait = policy.wait(
      before: attempt, retryAfter: retryAfter, now: Date(), uniform: .random(in: 0..<1))
    guard let wait else {
      throw EndpointError(
        .exhausted, "\(error.message); it asks to wait \(retryAfter ?? "") s, which is too long")
    }
    meter.addRetry()
    try await Task.sleep(for: wait)
  }

  private func accepted(_ reply: EndpointReply, _ path: String) throws(EndpointError) -> [UInt8] {
    if (200...299).contains(reply.status) { return reply.body }
    let text = String(decoding: reply.body.prefix(200), as: UTF8.self)
    throw EndpointError(
      RetryPolicy.passes(reply.status) ? .exhausted : .refused,
      "\(endpoint.base)\(path) answered \(reply.status): \(text)", status: reply.status)
  }
}
