internal import Logging
internal import NIOCore

/// What the connections of one event loop share: the loop's router, its pool of call records, its clock tick.
final class ServerLoop {
  let eventLoop: any EventLoop
  let configuration: RPCServerConfiguration
  let logger: Logger
  let methods: MethodTable
  let router: RPCRouter
  let observer: (any RPCServerObserver)?
  let codec = MessageCodec()
  let authorizer: (any RPCAuthorizer)?
  var throttle = LogThrottle()
  /// By method number: callable without the authoriser's leave.
  private let exempt: [Bool]
  var connections: [ObjectIdentifier: ServerConnection] = [:]
  /// Answers of all connections that wait for a window or a socket.
  var bufferedOutboundBytes = 0
  /// Bytes of unfinished requests of all connections.
  var bufferedInboundBytes = 0
  var isDraining = false
  /// The time of the last tick: a quarter of a second late at most while there are connections.
  private(set) var coarseNow: NIODeadline
  private var pool: [RPCCall] = []
  private var tick: RepeatedTask?
  private var onEmpty: EventLoopPromise<Void>?

  init(
    eventLoop: any EventLoop, configuration: RPCServerConfiguration, logger: Logger, router: RPCRouter,
    authorizer: (any RPCAuthorizer)?
  ) {
    self.eventLoop = eventLoop
    coarseNow = eventLoop.now
    self.configuration = configuration
    self.logger = logger
    self.router = router
    methods = MethodTable(router.methods)
    observer = router.observer
    self.authorizer = authorizer
    let services = configuration.unauthorizedServices
    exempt = router.paths.map { path in services.contains { path.hasPrefix("/\($0)/") } }
  }

  func isExempt(_ method: Int) -> Bool { exempt[method - 1] }

  func takeCall() -> RPCCall { pool.popLast() ?? RPCCall(eventLoop: eventLoop) }

  func giveBack(_ call: consuming RPCCall) {
    guard isKnownUniquelyReferenced(&call), pool.count < 1_024 else { return }
    call.reset()
    pool.append(call)
  }

  func add(_ connection: ServerConnection) {
    connections[ObjectIdentifier(connection)] = connection
    startTick()
    observer?.connectionOpened()
    if isDraining { connection.drain() }
  }

  func remove(_ connection: ServerConnection) {
    guard connections.removeValue(forKey: ObjectIdentifier(connection)) != nil else { return }
    observer?.connectionClosed()
    guard connections.isEmpty else { return }
    tick?.cancel()
    tick = nil
    onEmpty?.succeed()
    onEmpty = nil
  }

  /// Lets every connection finish; the future is fulfilled when none is left.
  func drain() -> EventLoopFuture<Void> {
    isDraining = true
    for connection in connections.values { connection.drain() }
    guard !connections.isEmpty else { return eventLoop.makeSucceededVoidFuture() }
    let promise = onEmpty ?? eventLoop.makePromise()
    onEmpty = promise
    return promise.futureResult
  }

  func closeAll() {
    for connection in connections.values { connection.close() }
  }

  private func ticked(_ now: NIODeadline) {
    coarseNow = now
    for connection in Array(connections.values) { connection.tick(now) }
  }

  /// One timer for all connections: deadlines of connections need no more than its grain.
  private func startTick() {
    guard tick == nil else { return }
    // Without connections it stood still.
    coarseNow = eventLoop.now
    let bound = NIOLoopBound(self, eventLoop: eventLoop)
    tick = eventLoop.scheduleRepeatedTask(initialDelay: .milliseconds(250), delay: .milliseconds(250)) { _ in
      bound.value.ticked(bound.eventLoop.now)
    }
  }
}
