internal import NIOCore
internal import NIOSSL

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// PEM files to TLS contexts, every failure with the file's name.
enum TLSMaterial {
  /// Those of TLS 1.2 that HTTP/2 allows (RFC 9113 appendix A); 1.3 has no others.
  private static let cipherSuites = "ECDHE+AESGCM:ECDHE+CHACHA20"

  static func context(_ tls: RPCServerTLS) throws(RPCFileError) -> NIOSSLContext {
    let chain = try certificates(tls.certificate)
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) },
      privateKey: .privateKey(try privateKey(tls.privateKey)))
    if let authorities = tls.clientAuthorities {
      configuration.trustRoots = .certificates(try certificates(authorities))
      configuration.certificateVerification = .noHostnameVerification
      configuration.sendCANameList = true
    }
    if let leaf = chain.first { try checkValidity(leaf, tls.certificate) }
    return try context(&configuration, tls.certificate)
  }

  static func context(_ tls: RPCClientTLS) throws(RPCFileError) -> NIOSSLContext {
    var configuration = TLSConfiguration.makeClientConfiguration()
    if let authorities = tls.authorities {
      configuration.trustRoots = .certificates(try certificates(authorities))
    }
    switch (tls.certificate, tls.privateKey) {
    case (nil, nil): break
    case (let certificate?, let key?):
      configuration.certificateChain = try certificates(certificate).map { .certificate($0) }
      configuration.privateKey = .privateKey(try privateKey(key))
    case (let path?, nil), (nil, let path?):
      throw RPCFileError(path: path, message: "certificate and private key: both or neither")
    }
    return try context(&configuration, tls.certificate ?? tls.authorities ?? "TLS")
  }

  private static func context(
    _ configuration: inout TLSConfiguration, _ path: String
  ) throws(RPCFileError) -> NIOSSLContext {
    configuration.minimumTLSVersion = .tlsv12
    configuration.cipherSuites = cipherSuites
    configuration.applicationProtocols = ["h2"]
    do {
      return try NIOSSLContext(configuration: configuration)
    } catch {
      throw RPCFileError(path: path, message: "certificate and private key do not fit: \(error)")
    }
  }

  private static func certificates(_ path: String) throws(RPCFileError) -> [NIOSSLCertificate] {
    let bytes = try ConfigurationFile.read(path)
    guard let found = try? NIOSSLCertificate.fromPEMBytes(bytes), !found.isEmpty else {
      throw RPCFileError(path: path, message: "no certificate in PEM form")
    }
    return found
  }

  private static func privateKey(_ path: String) throws(RPCFileError) -> NIOSSLPrivateKey {
    let bytes = try ConfigurationFile.read(path)
    // Without an answer to the question for a passphrase, OpenSSL's way is to ask the terminal.
    let key = try? NIOSSLPrivateKey(bytes: bytes, format: .pem) { $0([UInt8]()) }
    guard let key else {
      throw RPCFileError(path: path, message: "no private key in PEM form, not encrypted")
    }
    return key
  }

  private static func checkValidity(_ leaf: NIOSSLCertificate, _ path: String) throws(RPCFileError) {
    let now = time(nil)
    guard leaf.notValidAfter >= now else {
      throw RPCFileError(path: path, message: "expired \(now - leaf.notValidAfter) s ago")
    }
    guard leaf.notValidBefore <= now else {
      throw RPCFileError(path: path, message: "valid only in \(leaf.notValidBefore - now) s")
    }
  }
}
