internal import NIOSSL

/// A server's certificate, key and client authorities in force; connections accepted later use what was read last.
final class ServerCredentials: Sendable {
  private let contexts: Reloading<NIOSSLContext>

  init(_ tls: RPCServerTLS) throws(RPCFileError) {
    let paths = [tls.certificate, tls.privateKey] + (tls.clientAuthorities.map { [$0] } ?? [])
    contexts = try Reloading(paths) { () throws(RPCFileError) in try TLSMaterial.context(tls) }
  }

  var context: NIOSSLContext { contexts.value }

  func reloadIfChanged() throws(RPCFileError) -> Bool { try contexts.reloadIfChanged() }
}
