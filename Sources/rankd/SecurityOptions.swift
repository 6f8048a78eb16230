import ArgumentParser
import RPCTransport
import RankingService

/// Who may call, and how what is said is kept private.
struct SecurityOptions: ParsableArguments {
  @Option(help: "Certificate chain, PEM: the RPC port speaks TLS 1.2+ with ALPN h2 [RANKD_TLS_CERTIFICATE].")
  var tlsCertificate: String?
  @Option(help: "Private key of the certificate, PEM [RANKD_TLS_KEY].")
  var tlsKey: String?
  @Option(help: "Authorities, PEM: clients must show a certificate of theirs [RANKD_TLS_CLIENT_CA].")
  var tlsClientCa: String?
  @Option(help: "Names allowed in client certificates, separated by commas [RANKD_CLIENT_NAMES; all].")
  var clientNames: String?
  @Option(help: "File of bearer tokens, or their sha256:DIGEST, one a line [RANKD_TOKENS].")
  var tokens: String?
  @Option(help: "Services that need no name or token, or none [RANKD_OPEN_SERVICES; grpc.health.v1.Health].")
  var openServices: String?
  @Option(help: "Permissions of a Unix domain socket, octal [RANKD_SOCKET_MODE; 0660].")
  var socketMode: String?

  func apply(to configuration: inout ServingConfiguration) throws {
    configuration.transport.tls = try tls()
    configuration.tokens = ServeEnvironment.text(tokens, "TOKENS")
    configuration.clientNames = ServeEnvironment.text(clientNames, "CLIENT_NAMES").map(names) ?? []
    if let services = ServeEnvironment.text(openServices, "OPEN_SERVICES") {
      configuration.transport.unauthorizedServices = names(services)
    }
    if let text = ServeEnvironment.text(socketMode, "SOCKET_MODE") {
      guard let mode = UInt16(text, radix: 8), mode <= 0o777 else {
        throw ValidationError("--socket-mode is \"\(text)\", not permissions like 0660")
      }
      configuration.transport.unixSocketMode = mode
    }
  }

  private func tls() throws -> RPCServerTLS? {
    let certificate = ServeEnvironment.text(tlsCertificate, "TLS_CERTIFICATE")
    let key = ServeEnvironment.text(tlsKey, "TLS_KEY")
    let authorities = ServeEnvironment.text(tlsClientCa, "TLS_CLIENT_CA")
    switch (certificate, key) {
    case (let certificate?, let key?):
      return RPCServerTLS(certificate: certificate, privateKey: key, clientAuthorities: authorities)
    case (nil, nil):
      guard authorities == nil else {
        throw ValidationError("--tls-client-ca needs --tls-certificate and --tls-key")
      }
      return nil
    default: throw ValidationError("--tls-certificate and --tls-key: both or neither")
    }
  }

  private func names(_ text: String) -> Set<String> {
    Set(text.split(separator: ",").map { $0.filter { $0 != " " } }.filter { !$0.isEmpty && $0 != "none" })
  }
}
