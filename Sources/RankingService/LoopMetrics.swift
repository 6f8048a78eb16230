internal import RPCTransport

/// One event loop's counters: written and read on that loop only, so recording takes no lock.
final class LoopMetrics: RPCServerObserver {
  /// Upper bounds of the latency buckets in nanoseconds, from 100 µs to 10 s.
  static let bounds: [UInt64] = [
    100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000, 50_000_000,
    100_000_000, 250_000_000, 500_000_000, 1_000_000_000, 2_500_000_000, 5_000_000_000, 10_000_000_000,
  ]
  static let codes = 17

  /// A copy of the counters, to be added up over loops.
  struct Reading: Sendable {
    /// By method number; 0 stands for every method that is not registered.
    var methods: [Method]
    var openConnections = 0
    var acceptedConnections = 0
    var http2Errors = 0
    var refusedConnections: [RPCRefusal: Int] = [:]
    var refusedStreams = 0
    var credentialReloads = 0
    var credentialFailures = 0

    struct Method: Sendable {
      var started = 0
      var handled = [Int](repeating: 0, count: LoopMetrics.codes)
      /// Calls by bucket; the last is above every bound.
      var buckets = [Int](repeating: 0, count: LoopMetrics.bounds.count + 1)
      var nanoseconds: UInt64 = 0
    }
  }

  private(set) var reading: Reading

  init(methods: Int) { reading = Reading(methods: Array(repeating: Reading.Method(), count: methods + 1)) }

  func callStarted(method: Int) { reading.methods[method].started += 1 }

  func callFinished(method: Int, code: RPCStatus.Code, nanoseconds: UInt64) {
    let index = Int(code.rawValue)
    reading.methods[method].handled[index < Self.codes ? index : 2] += 1
    reading.methods[method].nanoseconds &+= nanoseconds
    reading.methods[method].buckets[Self.bounds.firstIndex { nanoseconds <= $0 } ?? Self.bounds.count] += 1
  }

  func connectionOpened() {
    reading.openConnections += 1
    reading.acceptedConnections += 1
  }

  func connectionClosed() { reading.openConnections -= 1 }
  func http2Error(code: UInt32) { reading.http2Errors += 1 }
  func connectionRefused(_ reason: RPCRefusal) { reading.refusedConnections[reason, default: 0] += 1 }
  func streamRefused() { reading.refusedStreams += 1 }

  func credentialsReloaded(isGood: Bool) {
    if isGood { reading.credentialReloads += 1 } else { reading.credentialFailures += 1 }
  }
}

extension LoopMetrics.Reading {
  /// Adds what another loop counted.
  static func += (left: inout Self, right: Self) {
    for method in left.methods.indices {
      left.methods[method].started += right.methods[method].started
      left.methods[method].nanoseconds &+= right.methods[method].nanoseconds
      for code in 0..<LoopMetrics.codes {
        left.methods[method].handled[code] += right.methods[method].handled[code]
      }
      for bucket in left.methods[method].buckets.indices {
        left.methods[method].buckets[bucket] += right.methods[method].buckets[bucket]
      }
    }
    left.openConnections += right.openConnections
    left.acceptedConnections += right.acceptedConnections
    left.http2Errors += right.http2Errors
    left.refusedConnections.merge(right.refusedConnections, uniquingKeysWith: +)
    left.refusedStreams += right.refusedStreams
    left.credentialReloads += right.credentialReloads
    left.credentialFailures += right.credentialFailures
  }
}
