import ArgumentParser
import Foundation
import RankingTraining

/// How to reach a language model, and what it may cost.
struct EndpointOptions: ParsableArguments {
  @Option(help: "File that holds the key; default: environment variable RANKD_ENDPOINT_KEY, or no key.")
  var keyFile: String?
  @Option(help: "Calls under way at once.")
  var concurrency = 4
  @Option(help: "Attempts a call; waits double, with jitter, and honour Retry-After.")
  var attempts = 6
  @Option(help: "Seconds a call may take.")
  var callTimeout = 120
  @Option(help: "Price of a million input tokens, for the report and the budget.")
  var inputPrice = 0.0
  @Option(help: "Price of a million output tokens.")
  var outputPrice = 0.0
  @Option(help: "Stop when this much is spent; what is done is kept.")
  var budget: Double?

  func validate() throws {
    guard (1...256).contains(concurrency) else {
      throw ValidationError("--concurrency \(concurrency): must be 1 to 256")
    }
    guard (1...100).contains(attempts), (1...86_400).contains(callTimeout) else {
      throw ValidationError("--attempts must be 1 to 100, --call-timeout 1 to 86400")
    }
    guard [inputPrice, outputPrice].allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw ValidationError("--input-price and --output-price must not be below 0")
    }
    if let budget {
      guard budget > 0, budget.isFinite else {
        throw ValidationError("--budget \(budget): must be above 0")
      }
      guard inputPrice > 0 || outputPrice > 0 else {
        throw ValidationError("--budget \(budget) would never be spent: give --input-price or --output-price")
      }
    }
  }

  func client(_ base: String, model: String) throws -> EndpointClient {
    let key = try ModelEndpoint.readKey(
      file: keyFile, variable: "RANKD_ENDPOINT_KEY", environment: ProcessInfo.processInfo.environment)
    var policy = RetryPolicy.defaults
    policy.attempts = attempts
    return EndpointClient(
      try ModelEndpoint(base: base, model: model, key: key),
      transport: FoundationTransport(timeout: .seconds(callTimeout)),
      meter: UsageMeter(prices: .init(input: inputPrice, output: outputPrice, budget: budget)),
      policy: policy)
  }
}
