import ArgumentParser
import Foundation
import NIOCore
import NIOPosix
import RPCTransport

/// `rankctl load`
struct LoadCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "load",
    abstract: "Call Recommend as fast as the server answers, or at a rate, and judge it.",
    discussion: """
      Every call draws one of the users, its status is checked, and every --check-every'th answer is compared \
      with the lists of --runs. With --rate calls have intended times (a Poisson stream) and latency counts from \
      them, so that a stalled server is not flattered; each client loop then keeps a core busy, since waking up would \
      count as the server's time. Ends with 1 if any call failed or any answer differed.
      """)

  @Option(help: "Address of the RPC port.")
  var target = "127.0.0.1:8000"
  @Option(help: "Connections.")
  var connections = 4
  @Option(help: "Open calls on each connection, without --rate.")
  var inFlight = 16
  @Option(help: "Seconds to measure.")
  var duration = 5.0
  @Option(help: "Seconds to call before measuring.")
  var warmup = 1.0
  @Option(help: "Calls a second; without it each answer starts the next call.")
  var rate: Double?
  @Option(help: "Users to draw from: a range of ids, as 1-943, or a file with one id a line.")
  var users = "1-943"
  @Option(help: "Items to ask for.")
  var topK = 10
  @Option(help: "Lists to compare answers with: the output of `evaluate --runs`.")
  var runs: String?
  @Option(help: "Stage of the lists in --runs that the server answers with.")
  var stage = "two_stage"
  @Option(help: "Decode and check every n'th answer.")
  var checkEvery = 100
  @Option(help: "Client event loops.")
  var threads = 1
  @Option(help: "Seed of the users drawn and of the intended times.")
  var seed: UInt64 = 1
  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    try check("--connections", Double(connections), 1...10_000)
    try check("--in-flight", Double(inFlight), 1...100_000)
    try check("--duration", duration, 0.001...86_400)
    try check("--warmup", warmup, 0...3_600)
    try check("--rate", rate ?? 1, 0.001...10_000_000)
    try check("--top-k", Double(topK), 0...100_000)
    try check("--check-every", Double(checkEvery), 1...1_000_000_000)
    try check("--threads", Double(threads), 1...1_024)
  }

  private func check(_ option: String, _ value: Double, _ range: ClosedRange<Double>) throws {
    guard range.contains(value) else {
      throw ValidationError("\(option) is \(value), must be from \(range.lowerBound) to \(range.upperBound)")
    }
  }

  func run() async throws {
    let requests = try LoadRequests(
      users: LoadRequests.users(users), topK: topK,
      expected: runs.map { try LoadRequests.lists($0, stage: stage) })
    let plan = LoadPlan(
      warmup: .seconds(warmup), duration: .seconds(duration), inFlight: inFlight,
      rate: rate.map { $0 / Double(min(threads, connections)) }, checkEvery: checkEvery, seed: seed)
    let results = try await generate(plan, requests)
    let report = LoadReport(results, seconds: duration, isOpenLoop: rate != nil)
    print(json ? report.json : report.text)
    guard report.isClean else { throw ExitCode.failure }
  }

  /// One generator a loop, all at once.
  private func generate(_ plan: LoadPlan, _ requests: LoadRequests) async throws -> [LoadCounts] {
    let address = try self.address
    let loops = min(threads, connections)
    return try await withThrowingTaskGroup(of: LoadCounts.self) { tasks in
      for number in 0..<loops {
        let clients = connections / loops + (number < connections % loops ? 1 : 0)
        tasks.addTask {
          try await Self.generate(plan, requests, connections: clients, to: address, stream: number)
        }
      }
      return try await tasks.reduce(into: []) { $0.append($1) }
    }
  }

  private static func generate(
    _ plan: LoadPlan, _ requests: LoadRequests, connections: Int, to address: RPCAddress, stream: Int
  ) async throws -> LoadCounts {
    let spinner = LoadSpin()
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1, metricsDelegate: spinner)
    let loop = group.next()
    var clients: [RPCClient] = []
    for _ in 0..<connections { clients.append(try await RPCClient.connect(to: address, on: loop)) }
    let counts = try await LoadGenerator.run(
      plan, requests, clients, stream: stream, spinner: spinner, on: loop)
    for client in clients { await client.close() }
    try await group.shutdownGracefully()
    return counts
  }

  private var address: RPCAddress {
    get throws {
      guard let colon = target.lastIndex(of: ":"), let port = Int(target[target.index(after: colon)...]),
        (1...65_535).contains(port)
      else { throw ValidationError("--target is \"\(target)\", must be HOST:PORT") }
      return .tcp(host: String(target[..<colon]), port: port)
    }
  }
}
