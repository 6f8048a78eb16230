import Foundation

/// What an operator of a mesh gives rankd: an authority, certificates of it and a file of tokens.
struct MeshFiles {
  static let token = "token-of-the-mesh"
  private let folder: String

  init(_ name: String) async throws {
    folder = try SampleBundle.folder("mesh-\(name)")
    try await make("ca", ["-subj", "/CN=ca", "-addext", "keyUsage=critical,keyCertSign"])
    for (name, names) in [
      ("server", "DNS:localhost,IP:127.0.0.1"), ("alice", "DNS:alice"), ("bob", "DNS:bob"),
      ("rankd", "DNS:rankd"), ("storefront", "DNS:storefront"),
    ] {
      try await make(
        name,
        [
          "-subj", "/CN=\(name)", "-addext", "subjectAltName=\(names)", "-addext",
          "basicConstraints=CA:FALSE", "-CA", path("ca.pem"), "-CAkey", path("ca.key"),
        ])
    }
    try Data("# tokens\n\(Self.token)\n".utf8).write(to: URL(fileURLWithPath: path("tokens")))
  }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  func remove() { try? FileManager.default.removeItem(atPath: folder) }

  private func make(_ name: String, _ arguments: [String]) async throws {
    let output = try await ForeignProcess.run(
      "/usr/bin/openssl",
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
        "-keyout", path("\(name).key"), "-out", path("\(name).pem"),
      ] + arguments)
    guard output.status == 0 else { throw CocoaError(.executableLoad, userInfo: ["output": output.text]) }
  }
}
