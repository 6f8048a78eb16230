internal import Foundation

/// A language model behind an OpenAI-compatible HTTP API.
package struct ModelEndpoint: Sendable {
  /// Up to and with the version, such as `http://127.0.0.1:8000/v1`.
  package let base: String
  package let model: String
  /// Sent as a bearer token; never logged.
  let key: String?

  /// - Parameter key: see `readKey`.
  package init(base: String, model: String, key: String?) throws(EndpointError) {
    var base = base
    while base.hasSuffix("/") { base.removeLast() }
    guard let url = URL(string: base), url.scheme == "http" || url.scheme == "https", url.host != nil else {
      throw EndpointError(.configuration, "\(base) is no http or https URL")
    }
    self.base = base.hasSuffix("/v1") ? base : base + "/v1"
    self.model = model
    self.key = key
  }

  /// The key in `file`, or else in environment variable `variable`; nil where neither is. There is no other way
  /// in, so that no key stands in a command line or a configuration.
  package static func readKey(
    file: String?, variable: String, environment: [String: String]
  ) throws(EndpointError) -> String? {
    let found: String?
    if let file {
      guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
        throw EndpointError(.configuration, "key file \(file) cannot be read")
      }
      found = text
    } else {
      found = environment[variable]
    }
    guard let key = found?.trimmingCharacters(in: .whitespacesAndNewlines), !key.isEmpty else { return nil }
    guard key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw EndpointError(.configuration, "the key holds a character that no HTTP header may")
    }
    return key
  }
}
