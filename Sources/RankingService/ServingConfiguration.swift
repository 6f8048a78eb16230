internal import NIOCore
package import RPCTransport

/// Everything `rankd serve` can be told, checked once at start.
package struct ServingConfiguration: Sendable, Hashable {
  /// Bundle directory, or a symbolic link to one, which is then followed while serving.
  package var bundle: String
  package var host = "0.0.0.0"
  package var port = 8000
  /// Where the RPC is served; nil: on `host` and `port`.
  package var listen: RPCAddress?
  /// Limits, times and TLS of the RPC; its address is not used.
  package var transport = RPCServerConfiguration.defaults
  /// File of bearer tokens, one of which every call needs.
  package var tokens: String?
  /// Names of client certificates that may call; empty: all that are verified.
  package var clientNames: Set<String> = []
  package var adminPort = 9090
  /// Port of the HTTP/1.1 form of the API; nil: not served.
  package var httpPort: Int?
  /// Event loops.
  package var threads = 1
  package var limits = Limits()
  package var compute = Compute()
  /// How often the bundle's link is looked at.
  package var bundlePoll = Duration.seconds(1)
  /// Collector of traces; nil: no tracing.
  package var traceCollector: RPCAddress?
  /// Share of the calls traced whose callers leave it to us, 0 to 1.
  package var traceShare = 0.001
  /// One call in this many is logged; 0: none.
  package var logInterval = 1_000
  /// Sampled answers without which no drift is told.
  package var driftMinimum = 500
  /// How long open calls may take once the server is told to stop.
  package var drainGrace = Duration.seconds(25)

  package struct Limits: Sendable, Hashable {
    /// Items when a request asks for 0.
    package var defaultTopK = 10
    /// Items a request may ask for.
    package var maximumTopK = 1000
    package init() {}
  }

  /// Threads for answers that take too long for an event loop.
  package struct Compute: Sendable, Hashable {
    /// 0: event loops make every answer; nil: as many threads as the machine has cores beyond the event loops, at
    /// least 1.
    package var threads: Int?
    /// An answer typically takes longer than this.
    package var above = Duration.microseconds(200)
    /// Calls that may wait or run on each thread.
    package var queue = 64
    package init() {}
  }

  /// Threads for slow answers; 0: none.
  var computeThreads: Int { compute.threads ?? max(1, System.coreCount - threads) }

  package init(bundle: String) { self.bundle = bundle }

  /// A key whose value is out of range.
  package struct Invalid: Error, CustomStringConvertible {
    package let description: String
  }

  package func validate() throws(Invalid) {
    try check("threads", threads, 1...1024)
    try check("port", port, 0...65_535)
    try check("admin-port", adminPort, 0...65_535)
    if let httpPort { try check("http-port", httpPort, 0...65_535) }
    try check("max-top-k", limits.maximumTopK, 1...100_000)
    try check("default-top-k", limits.defaultTopK, 1...limits.maximumTopK)
    if let threads = compute.threads { try check("compute-threads", threads, 0...1024) }
    try check("compute-queue", compute.queue, 1...100_000)
    guard compute.above >= .zero, compute.above <= .seconds(60) else {
      throw Invalid(description: "compute-above is \(compute.above), must be from 0ms to 1m")
    }
    try check("log-requests", logInterval, 0...1_000_000_000)
    try check("drift-minimum", driftMinimum, 1...1_000_000_000)
    guard traceShare >= 0, traceShare <= 1 else {
      throw Invalid(description: "trace-share is \(traceShare), must be from 0 to 1")
    }
    guard bundlePoll >= .milliseconds(10), bundlePoll <= .seconds(3600) else {
      throw Invalid(description: "bundle-poll is \(bundlePoll), must be from 10ms to 1h")
    }
    try validateTransport()
  }

  func check(_ key: String, _ value: Int, _ range: ClosedRange<Int>) throws(Invalid) {
    guard range.contains(value) else {
      throw Invalid(
        description: "\(key) is \(value), must be from \(range.lowerBound) to \(range.upperBound)")
    }
  }
}
