internal import FoundationEssentials
internal import RankingCore

/// The JSON answer of `GET /recommend`: `user_id`, `recommendations` as numbers, `status`,
/// `metadata.model_version`. Catalogues with string ids answer `user_key` and strings.
struct RecommendPage: Sendable, Hashable {
  let json: String

  init(_ answer: RankingAnswer, to query: RecommendQuery, of snapshot: ModelSnapshot) {
    let catalogue = snapshot.catalogue
    let items = answer.items.map { item in
      catalogue.hasStringKeys ? Self.quoted(catalogue.itemKey(Int(item))) : "\(catalogue.itemID(Int(item)))"
    }
    let user =
      switch query.user {
      case .id(let id): "\"user_id\":\(id),"
      case .key(let key): "\"user_key\":\(Self.quoted(key)),"
      case .anonymous: ""
      }
    let status = answer.degradation == nil ? "success" : "degraded"
    json =
      "{\(user)\"recommendations\":[\(items.joined(separator: ","))],\"status\":\"\(status)\","
      + "\"metadata\":{\"model_version\":\(Self.quoted(snapshot.version))}}"
  }

  /// The JSON of an error: its gRPC code by name and a message.
  static func error(_ code: String, _ message: String) -> String {
    "{\"status\":\"error\",\"error\":{\"code\":\(quoted(code)),\"message\":\(quoted(message))}}"
  }

  /// `text` as a JSON string.
  private static func quoted(_ text: String) -> String {
    guard let encoded = try? JSONEncoder().encode(text) else { return "\"\"" }
    return String(decoding: encoded, as: UTF8.self)
  }
}
