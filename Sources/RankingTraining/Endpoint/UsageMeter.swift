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
  }

  package let prices: Prices
  private let state = Mutex(Usage())

  package init(prices: Prices = Prices()) { self.prices = prices }

  package var usage: Usage { state.withLock { $0 } }
  package var cost: Double {
    let usage = usage
    return (Double(usage.inputTokens) * prices.input + Double(usage.outputTokens) * prices.output) / 1e6
  }

  package func add(inputTokens: Int, outputTokens: Int) {
    state.withLock {
      $0.calls += 1
      $0.inputTokens += max(0, inputTokens)
      $0.outputTokens += max(0, outputTokens)
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
  }
}
