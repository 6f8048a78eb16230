package import RPCTransport

/// One event loop's counters: written and read on that loop only, so recording takes no lock, and into memory
/// that is there, so it allocates nothing.
package final class LoopMetrics: RPCServerObserver {
  static let codes = 17

  /// A copy of the counters, to be added up over loops.
  struct Reading: Sendable {
    /// By method number; 0 stands for every method that is not registered.
    var methods: [Method]
    var openConnections = 0
    var acceptedConnections = 0
    var waitingCalls = 0
    var http2Errors = 0
    var refusedConnections: [RPCRefusal: Int] = [:]
    var refusedStreams = 0
    var credentialReloads = 0
    var credentialFailures = 0
    var lag = LatencyHistogram(LatencyHistogram.lags)
    var funnel = FunnelReading()
    var page = Page()

    struct Method: Sendable {
      var started = 0
      var handled = [Int](repeating: 0, count: LoopMetrics.codes)
      var times = LatencyHistogram(LatencyHistogram.calls)
    }

    /// `GET /recommend`, over either version of HTTP.
    struct Page: Sendable {
      /// In the order of `PageStatus.allCases`.
      var answered = PageStatus.allCases.map { _ in 0 }
      var times = LatencyHistogram(LatencyHistogram.calls)
    }
  }

  private var counts: Reading
  package var funnel: FunnelMetrics

  package init() {
    counts = Reading(methods: [])
    funnel = FunnelMetrics()
  }

  /// Makes room for the methods of a router; before the first call.
  package func register(methods: Int) {
    counts.methods = Array(repeating: Reading.Method(), count: methods + 1).map(\.detached)
  }

  /// What has been counted, in memory of its own.
  var reading: Reading {
    var copy = counts
    copy.methods = counts.methods.map(\.detached)
    copy.lag = counts.lag.detached
    copy.page = counts.page.detached
    copy.funnel = funnel.reading.detached
    return copy
  }

  package func callStarted(method: Int) { counts.methods[method].started += 1 }

  package func callFinished(method: Int, code: RPCStatus.Code, nanoseconds: UInt64) {
    let index = Int(code.rawValue)
    counts.methods[method].handled[index < Self.codes ? index : 2] += 1
    counts.methods[method].times.record(nanoseconds)
  }

  /// A page has been answered.
  func pageAnswered(_ status: PageStatus, nanoseconds: UInt64) {
    counts.page.answered[PageStatus.allCases.firstIndex(of: status) ?? 0] += 1
    counts.page.times.record(nanoseconds)
  }

  package func callsWaiting(_ change: Int) { counts.waitingCalls += change }

  package func connectionOpened() {
    counts.openConnections += 1
    counts.acceptedConnections += 1
  }

  package func connectionClosed() { counts.openConnections -= 1 }
  package func http2Error(code: UInt32) { counts.http2Errors += 1 }
  package func connectionRefused(_ reason: RPCRefusal) { counts.refusedConnections[reason, default: 0] += 1 }
  package func streamRefused() { counts.refusedStreams += 1 }

  package func credentialsReloaded(isGood: Bool) {
    if isGood { counts.credentialReloads += 1 } else { counts.credentialFailures += 1 }
  }

  /// The loop came to a timer of its own this much too late.
  func lagged(nanoseconds: UInt64) { counts.lag.record(nanoseconds) }
}

extension LoopMetrics.Reading.Method {
  fileprivate var detached: Self {
    Self(started: started, handled: handled.map { $0 }, times: times.detached)
  }
}

extension LoopMetrics.Reading.Page {
  fileprivate var detached: Self { Self(answered: answered.map { $0 }, times: times.detached) }

  static func += (left: inout Self, right: Self) {
    for status in left.answered.indices { left.answered[status] += right.answered[status] }
    left.times += right.times
  }
}

extension LoopMetrics.Reading {
  /// Calls begun and not ended.
  var openCalls: Int { methods.reduce(0) { $0 + $1.started - $1.handled.reduce(0, +) } }

  /// Calls of every method that ended with `code`.
  func handled(_ code: RPCStatus.Code) -> Int { methods.reduce(0) { $0 + $1.handled[Int(code.rawValue)] } }

  /// Adds what another loop counted.
  static func += (left: inout Self, right: Self) {
    for method in left.methods.indices {
      left.methods[method].started += right.methods[method].started
      left.methods[method].times += right.methods[method].times
      for code in 0..<LoopMetrics.codes {
        left.methods[method].handled[code] += right.methods[method].handled[code]
      }
    }
    left.openConnections += right.openConnections
    left.acceptedConnections += right.acceptedConnections
    left.waitingCalls += right.waitingCalls
    left.http2Errors += right.http2Errors
    left.refusedConnections.merge(right.refusedConnections, uniquingKeysWith: +)
    left.refusedStreams += right.refusedStreams
    left.credentialReloads += right.credentialReloads
    left.credentialFailures += right.credentialFailures
    left.lag += right.lag
    left.funnel += right.funnel
    left.page += right.page
  }
}
