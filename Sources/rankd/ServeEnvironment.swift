import ArgumentParser
import Foundation

/// Environment variables that stand in for absent options: `RANKD_` and a name.
enum ServeEnvironment {
  static func text(_ option: String?, _ name: String) -> String? {
    if let option { return option }
    return ProcessInfo.processInfo.environment["RANKD_\(name)"].flatMap { $0.isEmpty ? nil : $0 }
  }

  static func number(_ option: Int?, _ name: String) throws -> Int? {
    guard option == nil, let text = text(nil, name) else { return option }
    guard let value = Int(text) else { throw ValidationError("RANKD_\(name) is \"\(text)\", not a number") }
    return value
  }

  /// "20", "20s", "500ms", "200us", "15m", "2h".
  static func duration(_ option: String?, _ name: String) throws -> Duration? {
    guard let text = text(option, name) else { return nil }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let units: [Substring: Duration] = [
      "": .seconds(1), "s": .seconds(1), "ms": .milliseconds(1), "us": .microseconds(1), "m": .seconds(60),
      "h": .seconds(3600),
    ]
    guard let unit = units[text.dropFirst(digits.count)], let count = Int32(digits) else {
      let key = name.lowercased().replacingOccurrences(of: "_", with: "-")
      throw ValidationError("--\(key) is \"\(text)\", not a time like 20s, 500ms, 15m or 2h")
    }
    return unit * count
  }
}
