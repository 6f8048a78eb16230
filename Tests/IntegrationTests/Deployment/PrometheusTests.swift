import Foundation
import RPCTransport
import RankingCore
import RankingWire
import Testing

/// What `Deployment/monitoring` asks a Prometheus, asked of a real one that scrapes rankd under load.
@Suite struct PrometheusTests {
  @Test(.timeLimit(.minutes(6)))
  func everyQueryOfDashboardAndRulesIsAnswered() async throws {
    let dashboard = try Self.dashboard()
    #expect(dashboard.panels.count > 30 && dashboard.annotations.count == 1)
    try await LiveRankd.with("prometheus", ["--drift-minimum", "1"]) { live in
      let prometheus = try LivePrometheus("queries", scraping: live.adminPort)
      defer { prometheus.end() }
      try await prometheus.ready()
      try await Self.underLoad(live) {
        let rules = try await Self.loadedRules(prometheus)
        let all = dashboard.panels + dashboard.annotations + rules.map(\.query)
        for query in all { #expect(try await prometheus.values(query) != nil, "refused: \(query)") }
        let names = try Set(all.flatMap(Self.metricNames))
        #expect(names.count > 20)
        let wanted =
          names.map { "count(\($0))" } + rules.filter { $0.type == "recording" }.map(\.name)
          + dashboard.panels
        let unanswered = try await Self.unanswered(wanted, prometheus)
        #expect(unanswered.isEmpty, "\(unanswered)\n\(prometheus.log)")
        for rule in try await prometheus.rules() {
          #expect(rule.health == "ok" && rule.state != "firing", "\(rule)")
        }
      }
    }
  }

  /// Calls of users known and unknown for as long as `body` takes.
  private static func underLoad(_ live: LiveRankd, _ body: () async throws -> Void) async throws {
    let client = try await live.client()
    let isDone = Counter()
    let load = Task {
      var user: Int64 = 0
      while isDone.value == 0 {
        user = user % 100 + 1
        _ = try await client.recommend(.init(user: .id(user), topK: 10))
        try await Task.sleep(for: .milliseconds(2))
      }
    }
    let pages = Task { [port = live.port] in
      while isDone.value == 0 {
        _ = try await ForeignProcess.curl(
          "http://127.0.0.1:\(port)/recommend?user_id=1&top_k=3", ["--http2-prior-knowledge"])
        try await Task.sleep(for: .milliseconds(300))
      }
    }
    do {
      try await body()
    } catch {
      load.cancel()
      pages.cancel()
      throw error
    }
    isDone.add()
    try await load.value
    try await pages.value
    await client.close()
  }

  /// The rules, once each has been evaluated.
  private static func loadedRules(_ prometheus: LivePrometheus) async throws -> [LivePrometheus.Rule] {
    while true {
      let rules = try await prometheus.rules()
      if !rules.isEmpty, rules.allSatisfy({ $0.health != "unknown" }) { return rules }
      try await Task.sleep(for: .milliseconds(200))
    }
  }

  /// Those of `queries` that have had no number for two minutes.
  private static func unanswered(
    _ queries: [String], _ prometheus: LivePrometheus
  ) async throws -> [String] {
    let end = ContinuousClock.now + .seconds(120)
    var left = queries
    while !left.isEmpty, ContinuousClock.now < end {
      var still: [String] = []
      for query in left {
        if try await prometheus.values(query)?.contains(where: { !$0.isNaN }) != true { still.append(query) }
      }
      left = still
      try await Task.sleep(for: .milliseconds(300))
    }
    return left
  }

  /// Names of metrics, not those of labels, which an operator of comparison follows.
  private static func metricNames(_ query: String) throws -> [String] {
    let pattern = /(rankd_|grpc_server_|process_)[a-z0-9_]+/
    return query.matches(of: pattern).compactMap { match in
      let rest = query[match.range.upperBound...]
      return rest.hasPrefix("=") || rest.hasPrefix("!") ? nil : String(match.output.0)
    }
  }

  private static func dashboard() throws -> (panels: [String], annotations: [String]) {
    let path = ForeignProcess.inPackage("Deployment/monitoring/rankd.dashboard.json")
    let file = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))
    let object = try #require(file as? [String: Any])
    return (expressions(object["panels"] as Any), expressions(object["annotations"] as Any))
  }

  /// The queries anywhere in `json`, with numbers in place of Grafana's variables.
  private static func expressions(_ json: Any) -> [String] {
    if let list = json as? [Any] { return list.flatMap(expressions) }
    guard let object = json as? [String: Any] else { return [] }
    let own = (object["expr"] as? String).map { query in
      query.replacingOccurrences(of: "$__rate_interval", with: "10s")
        .replacingOccurrences(of: "$__range", with: "10m")
        .replacingOccurrences(of: "$version", with: ".*")
    }
    return [own].compactMap { $0 } + object.values.flatMap(expressions)
  }
}
