internal import Foundation
internal import Synchronization

/// What calls have used so far, and whether another may be made.
package final class UsageMeter: Sendable {
  /// Prices of a million tokens, and the most that may be spent.
  package struct Prices: Sendable, Hashable {
    package var input: Double
    package var output: Double
    /// nil: no cap.
    package var budget: Double?

    package init(input: Double = 0, output: Double = 0, budget: Double? = nil) {
      self.input = input
      self.output = output
      self.budget = budget
    }
  }

  package struct Usage: Sendable, Hashable {
    package var calls = 0
    package var retries = 0
    package var inputTokens = 0
    package var outputTokens = 0
    /// Calls whose reply did not say what it used: their tokens are guessed.
    package var guessed = 0
  }

  package let prices: Prices
  private let state = Mutex(Usage())

  package init(prices: Prices = Prices()) { self.prices = prices }

  package var usage: Usage { state.withLock { $0 } }
  package var cost: Double {
    let usage = usage
    return (Double(usage.inputTokens) * prices.input + Double(usage.outputTokens) * prices.output) / 1e6
  }

  /// Bytes of text that are taken for a token where a reply does not say: most tokenizers need more for English.
  private static let bytesPerToken = 3

  /// Counts a call that was answered.
  ///
  /// - Parameters:
  ///   - inputTokens: nil where the reply does not say; `sent` bytes of text stand for them then.
  ///   - outputTokens: the same of `received`.
  package func add(inputTokens: Int?, outputTokens: Int?, sent: Int, received: Int) {
    func tokens(_ told: Int?, _ bytes: Int) -> Int {
      max(0, told ?? (bytes + Self.bytesPerToken - 1) / Self.bytesPerToken)
    }
    state.withLock {
      $0.calls += 1
      $0.inputTokens += tokens(inputTokens, sent)
      $0.outputTokens += tokens(outputTokens, received)
      if inputTokens == nil || outputTokens == nil { $0.guessed += 1 }
    }
  }

  func addRetry() { state.withLock { $0.retries += 1 } }

  /// Throws once the budget is spent; calls under way may exceed it by what they cost.
  func checkBudget() throws(EndpointError) {
    guard let budget = prices.budget, cost >= budget else { return }
    throw EndpointError(
      .budget,
      String(format: "%.4f spent of %.4f; what is done is kept, raise --budget to go on", cost, budget))
  }

  /// One line for people.
  package var report: String {
    let usage = usage
    return "\(usage.calls) calls, \(usage.retries) retries, \(usage.inputTokens) tokens in, "
      + "\(usage.outputTokens) out, " + String(format: "cost %.4f", cost)
      + (usage.guessed > 0 ? ", tokens of \(usage.guessed) calls guessed by length" : "")
  }
}
