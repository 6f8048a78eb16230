import Foundation
import RPCTransport
import RankingTraining

/// What a load client measured, for people and for machines.
struct LoadReport {
  private let latencies: [UInt32]
  private let statuses: [Int]
  private let checked: Int
  private let differing: Int
  private let firstProblem: String?
  private let standstills: Int
  private let longestStandstill: Double
  private let seconds: Double
  private let isOpenLoop: Bool

  init(_ counts: [LoadCounts], seconds: Double, isOpenLoop: Bool) {
    latencies = counts.flatMap(\.latencies).sorted()
    statuses = RPCStatus.Code.allCases.indices.map { code in counts.reduce(0) { $0 + $1.statuses[code] } }
    checked = counts.reduce(0) { $0 + $1.checked }
    differing = counts.reduce(0) { $0 + $1.differing }
    firstProblem = counts.compactMap(\.firstProblem).first
    standstills = counts.reduce(0) { $0 + $1.standstills }
    longestStandstill = Double(counts.map(\.longestStandstill).max() ?? 0) / 1000
    self.seconds = seconds
    self.isOpenLoop = isOpenLoop
  }

  /// Some call was answered, every call OK, every answer checked as expected.
  var isClean: Bool { !latencies.isEmpty && statuses.dropFirst().allSatisfy { $0 == 0 } && differing == 0 }

  /// Microseconds that a share of the calls does not exceed (nearest rank).
  private func quantile(_ share: Double) -> Double {
    guard !latencies.isEmpty else { return 0 }
    let rank = Int((share * Double(latencies.count)).rounded(.up))
    return Double(latencies[min(max(rank, 1), latencies.count) - 1]) / 1000
  }

  private var rate: Double { Double(latencies.count) / seconds }

  var text: String {
    let quantiles = [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p99.9", 0.999), ("max", 1)]
      .map { "\($0) \(String(format: "%.0f", quantile($1))) µs" }.joined(separator: ", ")
    let failed = statuses.enumerated().dropFirst().filter { $0.element > 0 }
      .map { "\($0.element) \(Self.name($0.offset))" }
    let failures = failed.isEmpty ? "none failed" : "FAILED: \(failed.joined(separator: ", "))"
    let problem = firstProblem.map { "\nfirst problem: \($0)" } ?? ""
    let longest = String(format: "%.0f", longestStandstill)
    let still = "this client stood still for over 1 ms \(standstills) times, up to \(longest) µs"
    let own = isOpenLoop ? "\n\(still)" : ""
    return """
      \(isOpenLoop ? "open" : "closed") loop: \(String(format: "%.0f", rate)) calls/s OK for \(seconds) s, \(failures)
      latency \(quantiles)
      answers checked: \(checked), differing: \(differing)\(own)\(problem)
      """
  }

  var json: String {
    let failed = statuses.enumerated().filter { $0.element > 0 || $0.offset == 0 }
    let value = Value(
      mode: isOpenLoop ? "open" : "closed", seconds: seconds, ok: latencies.count, callsPerSecond: rate,
      statuses: Dictionary(uniqueKeysWithValues: failed.map { (Self.name($0.offset), $0.element) }),
      checked: checked, differing: differing, firstProblem: firstProblem,
      latencyMicroseconds: [
        "p50": quantile(0.5), "p90": quantile(0.9), "p99": quantile(0.99), "p99.9": quantile(0.999),
        "max": quantile(1),
      ], standstills: standstills, longestStandstillMicroseconds: longestStandstill)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  private struct Value: Encodable {
    let mode: String
    let seconds: Double
    let ok: Int
    let callsPerSecond: Double
    let statuses: [String: Int]
    let checked: Int
    let differing: Int
    let firstProblem: String?
    let latencyMicroseconds: [String: Double]
    /// Of the client itself, in the open loop.
    let standstills: Int
    let longestStandstillMicroseconds: Double
  }

  private static func name(_ code: Int) -> String { RPCStatus.Code(rawValue: code)?.name ?? "\(code)" }
}
