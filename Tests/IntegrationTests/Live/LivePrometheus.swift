import Foundation
import Testing

/// A real Prometheus with the rules of `Deployment/monitoring`, which scrapes one rankd every second.
final class LivePrometheus {
  private let port: Int
  private let folder: String
  private let process: BackgroundProcess

  /// A rule as Prometheus loaded it.
  struct Rule: Decodable {
    let name: String
    let query: String
    let type: String
    let health: String
    let lastError: String?
    let state: String?
  }

  init(_ name: String, scraping adminPort: Int) throws {
    (port, folder) = (try FreePort.next(), try SampleBundle.folder("prometheus-\(name)"))
    let rules = try String(
      contentsOfFile: ForeignProcess.inPackage("Deployment/monitoring/rules.yaml"), encoding: .utf8)
    try rules.replacingOccurrences(of: "interval: 15s", with: "interval: 1s")
      .write(toFile: "\(folder)/rules.yaml", atomically: true, encoding: .utf8)
    let configuration = """
      global: {scrape_interval: 1s, evaluation_interval: 1s}
      rule_files: [rules.yaml]
      scrape_configs: [{job_name: rankd, static_configs: [{targets: ["127.0.0.1:\(adminPort)"]}]}]
      """
    try configuration.write(toFile: "\(folder)/prometheus.yml", atomically: true, encoding: .utf8)
    process = try BackgroundProcess(
      "prometheus-\(name)", "/usr/bin/prometheus",
      [
        "--config.file=\(folder)/prometheus.yml", "--storage.tsdb.path=\(folder)/data",
        "--web.listen-address=127.0.0.1:\(port)",
      ])
  }

  deinit { end() }

  func end() {
    process.end()
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// What it has logged.
  var log: String { process.output }

  /// Waits until it answers.
  func ready() async throws {
    while try await !ForeignProcess.curl("http://127.0.0.1:\(port)/-/ready").hasSuffix(" 200") {
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// The values that `expression` has now; nil if Prometheus refuses it.
  func values(_ expression: String) async throws -> [Double]? {
    let answer = try await get("query", ["-G", "--data-urlencode", "query=\(expression)"])
    guard let reply = try? JSONDecoder().decode(Reply<Vector>.self, from: answer), reply.status == "success"
    else { return nil }
    return reply.data.result.compactMap { Double($0.value.text) }
  }

  /// Every rule of every group.
  func rules() async throws -> [Rule] {
    try JSONDecoder().decode(Reply<Groups>.self, from: try await get("rules", [])).data.groups.flatMap(
      \.rules)
  }

  private func get(_ path: String, _ arguments: [String]) async throws -> Data {
    let answer = try await ForeignProcess.curl("http://127.0.0.1:\(port)/api/v1/\(path)", arguments)
    return Data(answer.dropLast(" 200".count).utf8)
  }

  private struct Reply<Body: Decodable>: Decodable {
    let status: String
    let data: Body
  }

  private struct Groups: Decodable {
    struct Group: Decodable { let rules: [Rule] }
    let groups: [Group]
  }

  private struct Vector: Decodable {
    struct Sample: Decodable { let value: Value }
    let result: [Sample]
  }

  /// `[1700000000.5, "0.25"]`
  private struct Value: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
      var pair = try decoder.unkeyedContainer()
      _ = try pair.decode(Double.self)
      text = try pair.decode(String.self)
    }
  }
}
