/// The little JSON that a catalogue needs, spelled the same by every version of every library.
enum CatalogueJSON {
  static func object(_ members: [(String, String)]) -> String {
    "{\n" + members.map { "\(string($0.0)):\($0.1)" }.joined(separator: ",\n") + "}"
  }

  static func numbers(_ values: [some FixedWidthInteger]) -> String {
    "[" + values.map { String($0) }.joined(separator: ",") + "]"
  }

  static func strings(_ values: [String]) -> String {
    "[" + values.map(string).joined(separator: ",") + "]"
  }

  private static func string(_ value: String) -> String {
    var text = "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case _ where scalar.value < 0x20: text += escape(scalar.value)
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }

  private static func escape(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
