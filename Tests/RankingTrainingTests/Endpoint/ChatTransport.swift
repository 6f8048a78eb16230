import Foundation
import RankingTraining
import Synchronization

/// A chat-completions endpoint that answers by what an item's text contains.
final class ChatTransport: EndpointTransport {
  enum Answer: Sendable {
    case right
    case status(Int)
    case words(String)
    /// The limit of tokens ended it.
    case cut
    case withoutUsage
  }

  private let answers: [String: Answer]
  private let state = Mutex([String]())

  /// `answers` by a part of the text; what has none is answered rightly.
  init(_ answers: [String: Answer] = [:]) { self.answers = answers }

  /// Bodies of all calls.
  var calls: [String] { state.withLock { $0 } }

  func post(_ body: [UInt8], to url: String, key: String?) async throws(EndpointError) -> EndpointReply {
    let asked = String(decoding: body, as: UTF8.self)
    state.withLock { $0.append(asked) }
    switch answers.first(where: { asked.contains($0.key) })?.value ?? .right {
    case .right: return reply(Self.right)
    case .withoutUsage: return reply(Self.right, usage: "")
    case .words(let text): return reply(text)
    case .cut: return reply(String(Self.right.prefix(30)), reason: "length")
    case .status(let status): return EndpointReply(status: status, body: Array("{\"error\":\"no\"}".utf8))
    }
  }

  private static let right =
    #"{"description":"D.","themes":["t"],"mood":"m","audience":"a","similar":["s"]}"#

  private func reply(
    _ content: String, reason: String = "stop",
    usage: String = #","usage":{"prompt_tokens":100,"completion_tokens":20}"#
  ) -> EndpointReply {
    let quoted = (try? JSONEncoder().encode(content)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    let body =
      #"{"choices":[{"message":{"role":"assistant","content":\#(quoted)},"finish_reason":"\#(reason)"}]\#(usage)}"#
    return EndpointReply(status: 200, body: Array(body.utf8))
  }
}
