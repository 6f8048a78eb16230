import RPCTransport

/// What one event loop of the load client saw while measuring.
struct LoadCounts: Sendable {
  /// Nanoseconds of each call that ended OK, from its intended time; longer than 4 s is cut to that.
  var latencies: [UInt32] = []
  /// Calls by status, index `RPCStatus.Code.rawValue`.
  var statuses = [Int](repeating: 0, count: RPCStatus.Code.allCases.count)
  var checked = 0
  var differing = 0
  /// What was wrong with the first bad answer.
  var firstProblem: String?
  /// How often the open loop's own core did something else for over a millisecond, and for how long at most: calls
  /// due meanwhile are late by that, whatever the server does.
  var standstills = 0
  var longestStandstill: Int64 = 0

  mutating func recordGap(nanoseconds: Int64) {
    if nanoseconds > 1_000_000 { standstills += 1 }
    longestStandstill = max(longestStandstill, nanoseconds)
  }

  mutating func record(_ status: RPCStatus, nanoseconds: Int64) {
    statuses[status.code.rawValue] += 1
    guard status.isOK else {
      if firstProblem == nil { firstProblem = "\(status.code.name): \(status.message)" }
      return
    }
    latencies.append(UInt32(clamping: nanoseconds))
  }

  mutating func recordCheck(_ problem: String?) {
    checked += 1
    guard let problem else { return }
    differing += 1
    if firstProblem == nil { firstProblem = problem }
  }
}
