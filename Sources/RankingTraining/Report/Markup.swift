internal import Foundation

/// Text and numbers as HTML and SVG want them.
enum Markup {
  /// `text` with the characters escaped that mean something in markup.
  static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
  }

  /// A coordinate: one digit after the point.
  static func at(_ value: Double) -> String { String(format: "%.1f", value) }

  /// A number for people: as many digits as its size needs.
  static func number(_ value: Double) -> String {
    let size = abs(value)
    if size >= 1_000 { return String(format: "%.0f", value) }
    if size >= 10 || value == value.rounded() { return String(format: "%g", (value * 10).rounded() / 10) }
    return String(format: size >= 1 ? "%.2g" : "%.3g", value)
  }

  /// `<name a="…">content</name>`
  static func tag(_ name: String, _ attributes: KeyValuePairs<String, String>, _ content: String = "")
    -> String
  {
    let written = attributes.map { " \($0.key)=\"\(escaped($0.value))\"" }.joined()
    return "<\(name)\(written)>\(content)</\(name)>"
  }
}
