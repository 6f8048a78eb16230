internal import NIOCore
internal import NIOSSL

/// The names in a verified client certificate.
public struct RPCPeerCertificate: Sendable, Hashable {
  /// "CN=alice,O=example", in the certificate's order; values are not escaped.
  public var subject: String
  public var commonName: String?
  /// Subject alternative names.
  public var dnsNames: [String]
  public var uris: [String]
  public var emails: [String]
  public var serialNumber: [UInt8]

  public init(
    subject: String, commonName: String? = nil, dnsNames: [String] = [], uris: [String] = [],
    emails: [String] = [], serialNumber: [UInt8] = []
  ) {
    self.subject = subject
    self.commonName = commonName
    self.dnsNames = dnsNames
    self.uris = uris
    self.emails = emails
    self.serialNumber = serialNumber
  }

  /// Every name by which a peer may be allowed: alternative names, and the common name if there are none.
  public var names: [String] {
    let alternative = dnsNames + uris + emails
    return alternative.isEmpty ? commonName.map { [$0] } ?? [] : alternative
  }
}

extension RPCPeerCertificate {
  init(_ certificate: NIOSSLCertificate) {
    let parts = certificate.subjectName
    self.init(
      subject: parts.map { "\(Self.label($0.type))=\($0.value)" }.joined(separator: ","),
      commonName: parts.last { $0.type == .commonName }?.value, serialNumber: certificate.serialNumber)
    for name in certificate._subjectAlternativeNames() {
      let text = name.contents.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
      switch name.nameType {
      case .dnsName: dnsNames.append(text)
      case .uri: uris.append(text)
      case .email: emails.append(text)
      default: break
      }
    }
  }

  private static func label(_ type: SSLCertificateNameType) -> String {
    switch type {
    case .commonName: "CN"
    case .organization: "O"
    case .organizationalUnit: "OU"
    case .country: "C"
    case .state: "ST"
    case .city: "L"
    case .emailAddress: "emailAddress"
    case .userId: "UID"
    default: "other"
    }
  }
}
