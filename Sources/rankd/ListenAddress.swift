import ArgumentParser
import RPCTransport

/// Reads "HOST:PORT", "[IPV6]:PORT" and "unix:PATH".
enum ListenAddress {
  static func parse(_ text: String, option: String = "listen") throws -> RPCAddress {
    if text.hasPrefix("unix:"), text.count > 5 { return .unix(path: String(text.dropFirst(5))) }
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
      throw invalid(text, option)
    }
    var host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      throw invalid(text, option)
    }
    guard !host.isEmpty else { throw invalid(text, option) }
    return .tcp(host: String(host), port: Int(port))
  }

  private static func invalid(_ text: String, _ option: String) -> ValidationError {
    ValidationError("--\(option) is \"\(text)\", not HOST:PORT, [IPV6]:PORT or unix:PATH")
  }
}
