import Foundation
import NIOCore
import RPCTransport
import Synchronization
import Testing

extension TransportTests {
  /// Two servers behind Envoy, as deployment.yaml configures it, restarted in turn under load: no call fails.
  @Suite struct RollingRestartTests {
    private static let isLong = ProcessInfo.processInfo.environment["RANKD_LONG_TESTS"] == "1"

    @Test(.timeLimit(.minutes(10)))
    func noCallFails() async throws {
      var servers = [try EchoProcess(), try EchoProcess()]
      let ports = servers.map(\.port)
      try await Proxy.with(.envoy, upstreams: ports) { proxy in
        let isDone = Mutex(false)
        async let ends = load(proxy) { isDone.withLock { $0 } }
        // Before the load is awaited, also when something throws.
        defer { isDone.withLock { $0 = true } }
        let restarts = Self.isLong ? 30 : 4
        for restart in 0..<restarts {
          let index = restart % 2
          servers[index].terminate()
          #expect(try await servers[index].exitStatus() == 0)
          servers[index] = try EchoProcess(port: ports[index])
          try await healthy(proxy, servers: 2)
        }
        isDone.withLock { $0 = true }
        let calls = try await ends
        let failed = calls.filter { $0.key != "OK" }
        print("rolling restart | \(restarts) restarts | \(calls["OK"] ?? 0) calls OK | failed \(failed)")
        #expect(failed.isEmpty, "\(calls)")
        #expect(calls["OK"] ?? 0 > 1_000)
      }
    }

    /// Sixteen callers on four connections; how often each end was met.
    private func load(_ proxy: Proxy, until isDone: @escaping @Sendable () -> Bool) async throws
      -> [String: Int]
    {
      var clients: [RPCClient] = []
      for _ in 0..<4 { clients.append(try await proxy.client()) }
      let ends = await withTaskGroup(of: [String: Int].self) { tasks in
        for caller in 0..<16 {
          let client = clients[caller % 4]
          tasks.addTask { await call(client, until: isDone) }
        }
        return await tasks.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
      }
      for client in clients { await client.close() }
      return ends
    }

    private func call(_ client: RPCClient, until isDone: @Sendable () -> Bool) async -> [String: Int] {
      var ends: [String: Int] = [:]
      while !isDone() {
        do {
          _ = try await client.unary("/echo.Echo/Unary", ByteBuffer(string: "x"), timeout: .seconds(10))
          ends["OK", default: 0] += 1
        } catch {
          ends["\(error)", default: 0] += 1
        }
        try? await Task.sleep(for: .milliseconds(3))
      }
      return ends
    }

    /// Waits until Envoy finds so many servers healthy, as an orchestrator does before it restarts the next.
    private func healthy(_ proxy: Proxy, servers: Int) async throws {
      for _ in 0..<400 {
        try await Task.sleep(for: .milliseconds(50))
        let socket = try RawSocket(port: proxy.adminPort)
        socket.send(Array("GET /clusters HTTP/1.1\r\nhost: envoy\r\nconnection: close\r\n\r\n".utf8))
        let text = String(decoding: socket.receiveAll() ?? [], as: UTF8.self)
        if text.components(separatedBy: "health_flags::healthy").count == servers + 1 { return }
      }
      Issue.record("Envoy did not find \(servers) healthy servers")
    }
  }
}
