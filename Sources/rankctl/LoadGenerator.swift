import Foundation
import NIOCore
import RPCTransport
import RankingTraining
import RankingWire

/// Calls from one event loop over its connections; lives on that loop.
final class LoadGenerator {
  private let plan: LoadPlan
  private let requests: LoadRequests
  private let clients: [RPCClient]
  private let eventLoop: any EventLoop
  private var random: SplitMix64
  private var counts = LoadCounts()
  private let measured: NIODeadline
  private let end: NIODeadline
  /// When the next call of the open loop is due.
  private var due: NIODeadline
  /// When the open loop looked for calls that are due the last time.
  private var looked: NIODeadline
  private let spinner: LoadSpin
  /// The clients' sockets, as poll(2) wants them.
  private var sockets: [pollfd]
  /// When the loop's next tick of the open loop is due.
  private var woken: NIODeadline
  private var started = 0
  private var open = 0
  private let finished: EventLoopPromise<LoadCounts>

  private init(
    _ plan: LoadPlan, _ requests: LoadRequests, _ clients: [RPCClient], stream: Int, spinner: LoadSpin,
    on eventLoop: any EventLoop
  ) {
    self.plan = plan
    self.requests = requests
    self.clients = clients
    self.eventLoop = eventLoop
    random = SplitMix64(seed: plan.seed, stream: UInt64(stream))
    due = .now()
    looked = due
    woken = due
    self.spinner = spinner
    sockets = clients.compactMap(\.socket).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    measured = due + TimeAmount(plan.warmup)
    end = measured + TimeAmount(plan.duration)
    finished = eventLoop.makePromise()
    counts.latencies.reserveCapacity(1 << 20)
  }

  /// Calls until the time is over and every call has ended.
  static func run(
    _ plan: LoadPlan, _ requests: LoadRequests, _ clients: [RPCClient], stream: Int, spinner: LoadSpin,
    on eventLoop: any EventLoop
  ) async throws -> LoadCounts {
    try await eventLoop.flatSubmit {
      let generator = LoadGenerator(
        plan, requests, clients, stream: stream, spinner: spinner, on: eventLoop)
      if let rate = plan.rate {
        spinner.start(generator, on: eventLoop)
        generator.callDue(rate)
      } else {
        generator.callAll()
      }
      return generator.finished.futureResult
    }.get()
  }

  private func callAll() {
    for client in clients {
      for _ in 0..<plan.inFlight { call(client, intended: .now()) }
    }
  }

  /// Makes the calls whose time has come, in every tick of the event loop.
  private func callDue(_ rate: Double) {
    let now = NIODeadline.now()
    while due <= now, due < end {
      call(clients[started % clients.count], intended: due)
      let uniform = Double(random.next() >> 11) * 0x1p-53
      due = due + .nanoseconds(Int64(-log(1 - uniform) / rate * 1e9))
    }
    guard due < end else {
      spinner.stop()
      return finishIfOver()
    }
    // Not in this tick again; by the next one `spin` has waited for longer, so that no timer is set.
    woken = .now() + .microseconds(1)
    let bound = NIOLoopBound(self, eventLoop: eventLoop)
    eventLoop.scheduleTask(deadline: woken) { bound.value.callDue(rate) }
  }

  /// Returns when a call is due or an answer has come.
  ///
  /// The core does not fall asleep meanwhile: waking it takes tens of microseconds, of which the server would pay its
  /// part with each answer, and all would count as the server's.
  func spin() {
    var ready: CInt = 0
    var now: NIODeadline
    repeat {
      ready = poll(&sockets, nfds_t(sockets.count), 0)
      now = .now()
      if now >= measured { counts.recordGap(nanoseconds: (now - looked).nanoseconds) }
      looked = now
    } while now < woken || ready == 0 && now < due
  }

  private func call(_ client: RPCClient, intended: NIODeadline) {
    let user = random.below(requests.messages.count)
    let isChecked = started % plan.checkEvery == 0
    started += 1
    open += 1
    let bound = NIOLoopBound(self, eventLoop: eventLoop)
    client.unary(RankingMethods.recommend, requests.messages[user]) { response in
      bound.value.answered(response, client, user, intended, isChecked)
    }
  }

  private func answered(
    _ response: RPCResponse, _ client: RPCClient, _ user: Int, _ intended: NIODeadline, _ isChecked: Bool
  ) {
    open -= 1
    let now = NIODeadline.now()
    if intended >= measured, intended < end {
      counts.record(response.status, nanoseconds: (now - intended).nanoseconds)
      if isChecked, response.status.isOK {
        counts.recordCheck(requests.problem(with: response.message, to: user))
      }
    }
    guard plan.rate == nil, now < end, response.status.code != .unavailable else { return finishIfOver() }
    call(client, intended: now)
  }

  private func finishIfOver() {
    let isOver = plan.rate == nil ? open == 0 : open == 0 && due >= end
    if isOver { finished.succeed(counts) }
  }
}
