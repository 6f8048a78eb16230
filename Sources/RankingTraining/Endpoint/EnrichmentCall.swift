internal import Foundation

/// `POST /v1/chat/completions` with a JSON schema for the answer.
struct EnrichmentCall {
  private struct Message: Codable {
    let role: String
    let content: String?
  }

  private struct Request: Encodable {
    let model: String
    let messages: [Message]
    let temperature: Double?
    let max_tokens: Int?
    let max_completion_tokens: Int?
    let response_format = Format()
  }

  private struct Format: Encodable {
    struct Schema: Encodable {
      let name = "item"
      let strict = true
      let schema = ObjectSchema()
    }
    let type = "json_schema"
    let json_schema = Schema()
  }

  private struct ObjectSchema: Encodable {
    struct Property: Encodable {
      let type: String
      var items: [String: String]?
      static let text = Property(type: "string")
      static let list = Property(type: "array", items: ["type": "string"])
    }
    let type = "object"
    let properties: [String: Property] = [
      "description": .text, "themes": .list, "mood": .text, "audience": .text, "similar": .list,
    ]
    let required = ["description", "themes", "mood", "audience", "similar"]
    let additionalProperties = false
  }

  private struct Reply: Decodable {
    struct Choice: Decodable {
      let message: Message
      let finish_reason: String?
    }
    struct Usage: Decodable {
      let prompt_tokens: Int?
      let completion_tokens: Int?
    }
    let choices: [Choice]
    let usage: Usage?
  }

  let client: EndpointClient
  let settings: EnrichmentSettings

  /// What the model says of the item whose own text is `text`.
  func answer(_ text: String) async throws -> ItemEnrichment.Answer {
    let asked = EnrichmentPrompt.user(text)
    let request = Request(
      model: client.endpoint.model,
      messages: [
        Message(role: "system", content: EnrichmentPrompt.system), Message(role: "user", content: asked),
      ], temperature: settings.temperature,
      max_tokens: settings.limitsCompletion ? nil : settings.maximumTokens,
      max_completion_tokens: settings.limitsCompletion ? settings.maximumTokens : nil)
    return try await client.call("/chat/completions", request) { (bytes) throws(EndpointError) in
      let reply = try Self.decode(Reply.self, bytes, "/chat/completions")
      let choice = reply.choices.first
      let written = choice?.message.content ?? ""
      client.meter.add(
        inputTokens: reply.usage?.prompt_tokens, outputTokens: reply.usage?.completion_tokens,
        sent: EnrichmentPrompt.system.utf8.count + asked.utf8.count, received: written.utf8.count)
      if choice?.finish_reason == "length" {
        throw EndpointError(.cut, "the answer ended at \(settings.maximumTokens) tokens; raise --max-tokens")
      }
      let content = Self.object(in: written)
      return try Self.decode(ItemEnrichment.Answer.self, Array(content.utf8), "the model's answer")
    }
  }

  private static func decode<Value: Decodable>(
    _ type: Value.Type, _ bytes: [UInt8], _ what: String
  ) throws(EndpointError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
      throw EndpointError(
        .malformed, "\(what): not the JSON asked for: \(String(decoding: bytes.prefix(120), as: UTF8.self))")
    }
  }

  /// Models without schema support put the object into a fenced block or a sentence.
  private static func object(in content: String) -> Substring {
    guard let first = content.firstIndex(of: "{"), let last = content.lastIndex(of: "}"), first < last else {
      return content[...]
    }
    return content[first...last]
  }
}
