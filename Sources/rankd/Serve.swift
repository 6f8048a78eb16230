import ArgumentParser
import Logging
import RankingService
import ServiceLifecycle
import UnixSignals

/// `rankd serve`: every option can also be given as an environment variable, `RANKD_` and its name.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Serve a bundle until told to stop.")

  @Option(help: "Bundle directory, or a link to one, which is followed while serving [RANKD_BUNDLE].")
  var bundle: String?
  @Option(help: "HOST:PORT, [IPV6]:PORT or unix:PATH, in place of host and port for the RPC [RANKD_LISTEN].")
  var listen: String?
  @Option(help: "Address to listen on [RANKD_HOST; 0.0.0.0].")
  var host: String?
  @Option(help: "Port of the RPC and of plain HTTP/2; 0: any free one [RANKD_PORT; 8000].")
  var port: Int?
  @Option(help: "Port of /metrics, /healthz and /readyz [RANKD_ADMIN_PORT; 9090].")
  var adminPort: Int?
  @Option(help: "Port of GET /recommend over HTTP/1.1 [RANKD_HTTP_PORT; not served].")
  var httpPort: Int?
  @Option(help: "Event loops [RANKD_THREADS; 1].")
  var threads: Int?
  @Option(help: "Items a request may ask for [RANKD_MAX_TOP_K; 1000].")
  var maxTopK: Int?
  @OptionGroup(title: "Watching") var watching: WatchingOptions
  @OptionGroup(title: "Slow answers") var compute: ComputeOptions
  @OptionGroup(title: "Security") var security: SecurityOptions
  @OptionGroup(title: "Limits; times like 20s, 500ms, 15m, 2h") var limits: LimitOptions

  mutating func run() async throws {
    let (format, level) = (try watching.format(), LogLevel(try watching.level()))
    let logger = Logger(label: "rankd") { LineLogHandler(label: $0, format: format, level: level) }
    do {
      let server = try RankingServer(configuration: try serving(), logger: logger, logLevel: level)
      let services = ServiceGroup(
        configuration: ServiceGroupConfiguration(
          services: [.init(service: server)], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
      try await services.run()
    } catch {
      logger.critical("cannot serve: \(error)")
      throw ExitCode.failure
    }
  }

  private func serving() throws -> ServingConfiguration {
    guard let bundle = bundle ?? environment("BUNDLE") else {
      throw ValidationError("no bundle: give --bundle or RANKD_BUNDLE")
    }
    var configuration = ServingConfiguration(bundle: bundle)
    configuration.host = host ?? environment("HOST") ?? configuration.host
    configuration.port = try number(port, "PORT") ?? configuration.port
    configuration.adminPort = try number(adminPort, "ADMIN_PORT") ?? configuration.adminPort
    configuration.httpPort = try number(httpPort, "HTTP_PORT")
    configuration.threads = try number(threads, "THREADS") ?? configuration.threads
    configuration.limits.maximumTopK = try number(maxTopK, "MAX_TOP_K") ?? configuration.limits.maximumTopK
    configuration.listen = try ServeEnvironment.text(listen, "LISTEN").map { try ListenAddress.parse($0) }
    try watching.apply(to: &configuration)
    try compute.apply(to: &configuration)
    try security.apply(to: &configuration)
    try limits.apply(to: &configuration)
    return configuration
  }

  private func environment(_ name: String) -> String? { ServeEnvironment.text(nil, name) }

  private func number(_ option: Int?, _ name: String) throws -> Int? {
    try ServeEnvironment.number(option, name)
  }
}
