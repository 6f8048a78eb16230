import Foundation

/// Keys of a JSON file that mean nothing: misspelt ones, which would leave a default in force unnoticed.
enum UnknownKey {
  /// The path of a key of `given` that `understood`, what was read of it, does not have when it is written again.
  static func first(in given: Data, understood: some Encodable) throws -> String? {
    first(
      in: try JSONSerialization.jsonObject(with: given),
      understood: try JSONSerialization.jsonObject(with: JSONEncoder().encode(understood)), path: "")
  }

  private static func first(in given: Any, understood: Any, path: String) -> String? {
    if let given = given as? [String: Any], let understood = understood as? [String: Any] {
      for (key, value) in given.sorted(by: { $0.key < $1.key }) where !(value is NSNull) {
        let path = path.isEmpty ? key : "\(path).\(key)"
        guard let known = understood[key] else { return path }
        if let unknown = first(in: value, understood: known, path: path) { return unknown }
      }
    } else if let given = given as? [Any], let understood = understood as? [Any] {
      for (index, (value, known)) in zip(given, understood).enumerated() {
        if let unknown = first(in: value, understood: known, path: "\(path)[\(index)]") { return unknown }
      }
    }
    return nil
  }
}
