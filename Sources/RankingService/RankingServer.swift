internal import FoundationEssentials
package import Logging
internal import NIOCore
internal import NIOPosix
internal import RPCServices
internal import RPCTransport
internal import RankingCore
internal import RankingWire
internal import ServiceLifecycle

/// The whole server: the RPC port, the admin port, the HTTP/1.1 port, and the bundle they serve.
package struct RankingServer: Service {
  private let configuration: ServingConfiguration
  private let logger: Logger
  private let logLevel: LogLevel

  /// - Throws: `ServingConfiguration.Invalid`, naming the key.
  package init(
    configuration: ServingConfiguration, logger: Logger, logLevel: LogLevel
  ) throws(ServingConfiguration.Invalid) {
    try configuration.validate()
    self.logLevel = logLevel
    self.configuration = configuration
    self.logger = logger
  }

  /// Loads the bundle, serves until told to stop, then drains: NOT_SERVING and GOAWAY, open calls finish, the last
  /// spans leave, ports close.
  package func run() async throws {
    try InstructionSet.check()
    // Before the bundle is loaded, so that no change in between goes unseen.
    let linked = CurrentBundle.target(of: configuration.bundle)
    let store = SnapshotStore(
      try ModelSnapshot.load(bundle: configuration.bundle),
      written: SnapshotStore.written(configuration.bundle), driftMinimum: configuration.driftMinimum)
    let spans = configuration.traceCollector.map { _ in SpanQueue() }
    let group = MultiThreadedEventLoopGroup(numberOfThreads: configuration.threads)
    let admin = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let (health, loops) = (HealthStatus(), LoopServices())
    let assembly = LoopAssembly(store: store, loops: loops, configuration: configuration)
    let computing = computeGroup()
    let rpc = rpcServer(
      assembly, computing.map(assembly.computePool), health, spans, group, try configuration.authorizer())
    let address = try await ListenError.naming("port", configuration.host, configuration.port) {
      try await rpc.start()
    }
    let pages = AdminPages(
      store: store, health: health, loops: loops, spans: spans,
      logLevel: LogLevelPage(level: logLevel, logger: logger))
    let adminServer = try await ListenError.naming("admin-port", configuration.host, configuration.adminPort)
    {
      try await HTTP1Server(
        host: configuration.host, port: configuration.adminPort, group: admin,
        writable: [LogLevelPage.path], handler: pages.answer)
    }
    let gateway = try await gateway(loops, group)
    for service in ["", RankingMethods.service] { health.set(.serving, service: service) }
    logger.info(
      "serving",
      metadata: [
        "version": "\(store.current.version)", "port": "\(address.port ?? 0)",
        "admin_port": "\(adminServer.port)", "http_port": "\(gateway?.port ?? 0)",
        "threads": "\(configuration.threads)", "compute_threads": "\(configuration.computeThreads)",
        "isa": "\(InstructionSet.name)", "address": "\(configuration.address)",
        "tls": "\(configuration.tlsText)", "tokens": "\(configuration.tokens != nil)",
      ])
    let exporting = exporter(spans, on: admin.next()).map { exporter in Task { await exporter.run() } }
    let watching = Task { await watcher(linked, store).run() }
    try? await gracefulShutdown()
    // Nobody waits for it: a disk that hangs holds up no draining.
    watching.cancel()
    health.shutDown()
    logger.info("draining")
    await rpc.drain(grace: configuration.drainGrace)
    // A collector that hangs holds up nobody who calls.
    exporting?.cancel()
    await exporting?.value
    await gateway?.close()
    await adminServer.close()
    // Its last answers go to the event loops.
    try await computing?.shutdownGracefully()
    try await group.shutdownGracefully()
    try await admin.shutdownGracefully()
    logger.info("stopped")
  }

  /// Follows the bundle's link, which named `linked`.
  private func watcher(_ linked: String?, _ store: SnapshotStore) -> BundleWatcher {
    BundleWatcher(
      path: configuration.bundle, served: linked, interval: configuration.bundlePoll, store: store,
      logger: logger)
  }

  /// nil without tracing.
  private func exporter(_ spans: SpanQueue?, on loop: any EventLoop) -> SpanExporter? {
    guard let spans, let address = configuration.traceCollector else { return nil }
    return SpanExporter(
      address: address, queue: spans, instance: ProcessInfo.processInfo.hostName, eventLoop: loop,
      logger: logger)
  }

  /// nil where event loops make every answer.
  private func computeGroup() -> MultiThreadedEventLoopGroup? {
    let threads = configuration.computeThreads
    return threads > 0 ? MultiThreadedEventLoopGroup(numberOfThreads: threads) : nil
  }

  private func rpcServer(
    _ assembly: LoopAssembly, _ compute: ComputePool?, _ health: HealthStatus,
    _ spans: SpanQueue?, _ group: MultiThreadedEventLoopGroup, _ authorizer: (any RPCAuthorizer)?
  ) -> RPCServer {
    var transport = configuration.transport
    transport.address = configuration.address
    let share = configuration.traceShare
    let patience = compute.map { _ in UInt64(configuration.compute.above / .nanoseconds(1)) }
    let log = RequestLog(interval: UInt64(configuration.logInterval), logger: logger)
    return RPCServer(
      configuration: transport, eventLoopGroup: group, logger: logger, authorizer: authorizer
    ) { loop in
      let metrics = LoopMetrics()
      let bound = NIOLoopBound(metrics, eventLoop: loop)
      let coordinator = assembly.coordinator(on: loop, bound, patience: patience)
      let tracer = spans.map { LoopTracer(queue: $0, share: share) }
      var router = RPCRouter()
      let routes = RecommendRoutes(
        eventLoop: loop, coordinator: coordinator, watch: CallWatch(tracer: tracer, log: log),
        metrics: metrics, compute: compute)
      routes.register(in: &router)
      HealthService(health).register(in: &router)
      ReflectionService(descriptors: [RankingDescriptors.base64]).register(in: &router)
      metrics.register(methods: router.paths.count)
      router.observer = metrics
      LoopTicker.start(metrics, coordinator, on: loop)
      assembly.loops.add(
        .init(
          coordinator: coordinator, metrics: bound, routes: NIOLoopBound(routes, eventLoop: loop),
          methods: zip(router.paths, router.kinds).map { MethodLabel(path: $0, kind: $1) }), for: loop)
      return router
    }
  }

  /// The HTTP/1.1 form of the API, on the loops of the RPC port.
  private func gateway(_ loops: LoopServices, _ group: MultiThreadedEventLoopGroup) async throws
    -> HTTP1Server?
  {
    guard let port = configuration.httpPort else { return nil }
    return try await ListenError.naming("http-port", configuration.host, port) {
      try await HTTP1Server(host: configuration.host, port: port, group: group) { request, loop in
        guard request.path == RecommendRoutes.path, let routes = loops.entry(for: loop)?.routes else {
          return nil
        }
        let page = loop.makePromise(of: HTTPResponse.self)
        routes.value.answer(query: request.query, request.metadata) { page.succeed($0) }
        return page.futureResult
      }
    }
  }
}
