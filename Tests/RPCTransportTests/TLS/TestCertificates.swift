import Foundation

/// Certificates made by the `openssl` command, in a folder of their own beside the test's executable.
struct TestCertificates {
  private struct Failure: Error { let text: String }

  let folder: URL

  /// A new folder; the caller removes it.
  init() throws {
    folder = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0]).deletingLastPathComponent()
      .appendingPathComponent("tls-tests-\(UInt64.random(in: 0..<(.max)))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  /// An authority: NAME.pem and NAME.key.
  func authority(_ name: String) async throws {
    try await make(name, ["-subj", "/CN=\(name)", "-addext", "keyUsage=critical,keyCertSign"])
  }

  /// A certificate signed by an authority.
  func certificate(_ name: String, subject: String, names: String, by authority: String) async throws {
    try await make(
      name,
      [
        "-subj", subject, "-addext", "subjectAltName=\(names)", "-addext", "basicConstraints=CA:FALSE",
        "-CA", path("\(authority).pem"), "-CAkey", path("\(authority).key"),
      ])
  }

  /// The set most tests want: `ca`, `server` for this machine, `client` called alice, `stranger` of another authority.
  static func standard() async throws -> TestCertificates {
    let made = try TestCertificates()
    try await made.authority("ca")
    try await made.authority("other-ca")
    try await made.server("server")
    try await made.certificate(
      "client", subject: "/O=example/CN=alice", names: "URI:spiffe://example/alice,DNS:alice.example",
      by: "ca")
    try await made.certificate("stranger", subject: "/CN=mallory", names: "DNS:mallory", by: "other-ca")
    return made
  }

  func server(_ name: String, subject: String = "/CN=rankd") async throws {
    try await certificate(name, subject: subject, names: "DNS:localhost,IP:127.0.0.1,IP:::1", by: "ca")
  }

  /// Puts one file in the place of another, at once.
  func replace(_ name: String, by other: String) throws {
    let copy = path("\(name).new")
    try FileManager.default.copyItem(atPath: path(other), toPath: copy)
    rename(copy, path(name))
  }

  private func make(_ name: String, _ arguments: [String]) async throws {
    let output = try await ForeignProcess.run(
      "/usr/bin/openssl",
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
        "-keyout", path("\(name).key"), "-out", path("\(name).pem"),
      ] + arguments)
    guard output.status == 0 else { throw Failure(text: output.text) }
  }
}
