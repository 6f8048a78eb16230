import Foundation
import RankingTraining
import Synchronization

/// An endpoint that answers rightly except where a fault is due; vectors have `dimension` numbers made of the text.
final class FaultyTransport: EndpointTransport {
  enum Fault: Sendable {
    case status(Int, retryAfter: String?)
    case broken
    case truncated
    case wrongDimension
    case notANumber
    case tooFew
  }

  let dimension: Int
  private let tellsUsage: Bool
  private let pause = Mutex(Duration.zero)
  private let state: Mutex<(faults: [Int: Fault], calls: Int, texts: [String])>

  /// `faults` by call, from 0.
  init(_ faults: [Int: Fault] = [:], dimension: Int = 4, tellsUsage: Bool = true) {
    self.dimension = dimension
    self.tellsUsage = tellsUsage
    state = Mutex((faults, 0, []))
  }

  /// Before every right answer.
  var delay: Duration {
    get { pause.withLock { $0 } }
    set { pause.withLock { $0 = newValue } }
  }

  var calls: Int { state.withLock { $0.calls } }
  /// Every text that was answered for.
  var answered: [String] { state.withLock { $0.texts } }

  func post(_ body: [UInt8], to url: String, key: String?) async throws(EndpointError) -> EndpointReply {
    let fault = state.withLock { state in
      state.calls += 1
      return state.faults[state.calls - 1]
    }
    switch fault {
    case .status(let status, let retryAfter):
      return EndpointReply(status: status, retryAfter: retryAfter, body: Array("{\"error\":\"no\"}".utf8))
    case .broken: throw EndpointError(.transport, "connection reset")
    case .truncated: return EndpointReply(status: 200, body: Array(right(body).dropLast(7)))
    case .wrongDimension: return EndpointReply(status: 200, body: right(body, dimension: dimension + 1))
    case .tooFew: return EndpointReply(status: 200, body: right(body, leavingOut: 1))
    case .notANumber:
      let text = String(decoding: right(body), as: UTF8.self)
      return EndpointReply(
        status: 200, body: Array(text.replacing(/"embedding":\[[^,]*/, with: "\"embedding\":[NaN").utf8))
    case nil:
      try? await Task.sleep(for: delay)
      return EndpointReply(status: 200, body: right(body))
    }
  }

  private struct Request: Decodable { let input: [String] }

  private func right(_ body: [UInt8], dimension: Int? = nil, leavingOut: Int = 0) -> [UInt8] {
    let texts = (try? JSONDecoder().decode(Request.self, from: Data(body)))?.input ?? []
    state.withLock { $0.texts += texts }
    let rows = texts.enumerated().dropLast(leavingOut).reversed().map { place, text in
      let vector = (0..<(dimension ?? self.dimension)).map { "\(text.utf8.count * 7 % (11 + $0) + 1)" }
      return "{\"index\":\(place),\"embedding\":[\(vector.joined(separator: ","))]}"
    }
    let usage = tellsUsage ? ",\"usage\":{\"prompt_tokens\":\(10 * texts.count)}" : ""
    return Array("{\"data\":[\(rows.joined(separator: ","))]\(usage)}".utf8)
  }
}
