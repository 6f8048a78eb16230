/// How one event loop of the load client behaves.
struct LoadPlan: Sendable {
  var warmup: Duration
  var duration: Duration
  /// Open calls on each connection; without meaning if there is a rate.
  var inFlight: Int
  /// Intended calls a second; nil: each answer starts the next call.
  var rate: Double?
  /// Every n'th answer is decoded and compared.
  var checkEvery: Int
  var seed: UInt64
}
