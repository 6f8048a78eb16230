import ArgumentParser
import Foundation
import Logging
import RankingService
import ServiceLifecycle
import UnixSignals

/// `rankd serve`: every option can also be given as an environment variable, `RANKD_` and its name.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Serve a bundle until told to stop.")

  @Option(help: "Bundle directory, or a link to one, which is followed while serving [RANKD_BUNDLE].")
  var bundle: String?
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
  @Option(help: "Bytes of a request message [RANKD_MAX_REQUEST_BYTES; 4194304].")
  var maxRequestBytes: Int?

  mutating func run() async throws {
    let logger = Logger(label: "rankd") { StreamLogHandler.standardError(label: $0) }
    do {
      let server = try RankingServer(configuration: try serving(), logger: logger)
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
    configuration.limits.requestBytes =
      try number(maxRequestBytes, "MAX_REQUEST_BYTES") ?? configuration.limits.requestBytes
    return configuration
  }

  private func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment["RANKD_\(name)"].flatMap { $0.isEmpty ? nil : $0 }
  }

  private func number(_ option: Int?, _ name: String) throws -> Int? {
    guard option == nil, let text = environment(name) else { return option }
    guard let value = Int(text) else { throw ValidationError("RANKD_\(name) is \"\(text)\", not a number") }
    return value
  }
}
