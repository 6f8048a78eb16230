import NIOCore
import RPCTransport
import Testing

@Suite struct ConnectionLifeTests {
  private let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

  private func life(
    ageFactor: Double = 1, _ change: (inout RPCServerConfiguration) -> Void = { _ in }
  ) -> ConnectionLife {
    var configuration = RPCServerConfiguration(address: .tcp(host: "::1", port: 0))
    change(&configuration)
    return ConnectionLife(configuration, now: start, ageFactor: ageFactor)
  }

  @Test func silenceIsClosed() {
    var life = life { $0.timeouts.firstRequest = .seconds(2) }
    #expect(life.check(openCalls: 0, now: start + .seconds(1)) == .none)
    #expect(
      life.check(openCalls: 0, now: start + .milliseconds(2_250))
        == .close("first request: max 2 s, got 2.25 s"))
  }

  @Test func idlenessDrainsInTwoSteps() {
    var life = life { $0.timeouts.idle = .seconds(5) }
    life.firstRequestSeen()
    life.becameIdle(now: start + .seconds(1))
    #expect(life.check(openCalls: 1, now: start + .seconds(10)) == .none)
    #expect(
      life.check(openCalls: 0, now: start + .seconds(10)) == .drain("idle time: max 5 s, got 9 s"))
    #expect(life.beginDrain(now: start + .seconds(10)) == true)
    #expect(life.beginDrain(now: start + .seconds(10)) == false)
    #expect(life.pingAcknowledged() == true)
    #expect(life.finishDrain() == true)
    #expect(life.finishDrain() == false)
  }

  @Test func ageDrainsOnceAndItsGraceEnds() {
    var life = life(ageFactor: 0.9) {
      $0.timeouts.connectionAge = .seconds(10)
      $0.timeouts.connectionAgeGrace = .seconds(2)
    }
    life.firstRequestSeen()
    #expect(life.check(openCalls: 1, now: start + .seconds(9)) == .none)
    #expect(
      life.check(openCalls: 1, now: start + .seconds(10)) == .drain("connection age: max 9 s, got 10 s"))
    #expect(life.beginDrain(now: start + .seconds(10)) == true)
    #expect(life.finishDrain() == true)
    #expect(life.check(openCalls: 1, now: start + .seconds(12)) == .none)
    #expect(
      life.check(openCalls: 1, now: start + .seconds(13)) == .close("connection age grace: max 2 s, got 3 s"))
  }

  @Test func anUnansweredPingCloses() {
    var life = life {
      $0.timeouts.keepaliveInterval = .seconds(1)
      $0.timeouts.keepaliveTimeout = .seconds(1)
    }
    life.firstRequestSeen()
    #expect(life.check(openCalls: 1, now: start + .seconds(2)) == .ping)
    #expect(life.check(openCalls: 1, now: start + .milliseconds(2_500)) == .none)
    #expect(
      life.check(openCalls: 1, now: start + .seconds(4)) == .close("keepalive ping: max 1 s, got 2 s"))
  }

  @Test func onlyASilentPeerIsPinged() {
    var life = life {
      $0.timeouts.keepaliveInterval = .seconds(2)
      $0.timeouts.keepaliveTimeout = .seconds(1)
    }
    life.firstRequestSeen()
    life.heard(now: start + .seconds(1))
    #expect(life.check(openCalls: 1, now: start + .seconds(3)) == .none)
    #expect(life.check(openCalls: 1, now: start + .seconds(4)) == .ping)
    // Any byte answers a ping.
    life.heard(now: start + .milliseconds(4_500))
    #expect(life.check(openCalls: 1, now: start + .seconds(6)) == .none)
    #expect(life.check(openCalls: 1, now: start + .seconds(7)) == .ping)
  }

  @Test func tooManyPingsStrike() {
    var life = life {
      $0.flood.minimumPingInterval = .seconds(10)
      $0.flood.pingStrikes = 2
    }
    #expect(life.takePing(sent: 0, now: start) == true)
    #expect(life.takePing(sent: 0, now: start + .seconds(1)) == true)
    #expect(life.takePing(sent: 0, now: start + .seconds(2)) == true)
    #expect(life.takePing(sent: 0, now: start + .seconds(3)) == false)
  }

  @Test func pingsBetweenAnswersOrInTimeAreFine() {
    var life = life { $0.flood.minimumPingInterval = .seconds(10) }
    for number in 0..<20 {
      #expect(life.takePing(sent: 0, now: start + .milliseconds(9_100 * Int64(number))) == true)
    }
    for number in 1..<20 {
      let now = start + .seconds(190) + .milliseconds(Int64(number))
      #expect(life.takePing(sent: number, now: now) == true)
    }
  }

  @Test func aStalledPeerIsClosed() {
    var life = life { $0.timeouts.outboundStall = .seconds(3) }
    life.firstRequestSeen()
    life.watchOutput(waiting: 9, sent: 0, isSocketFull: false, now: start)
    #expect(life.check(openCalls: 1, now: start + .seconds(2)) == .none)
    life.watchOutput(waiting: 8, sent: 1, isSocketFull: false, now: start + .seconds(2))
    // Other output is no progress while answers wait.
    life.outputMoved = true
    life.watchOutput(waiting: 8, sent: 1, isSocketFull: false, now: start + .seconds(3))
    #expect(life.check(openCalls: 1, now: start + .seconds(5)) == .none)
    #expect(
      life.check(openCalls: 1, now: start + .seconds(7)) == .close("outbound stall: max 3 s, got 4 s"))
  }

  @Test func aFullSocketThatMovesIsNoStall() {
    var life = life { $0.timeouts.outboundStall = .seconds(3) }
    life.firstRequestSeen()
    for second in 0..<10 {
      life.outputMoved = true
      life.watchOutput(waiting: 0, sent: 0, isSocketFull: true, now: start + .seconds(Int64(second)))
      #expect(life.check(openCalls: 1, now: start + .seconds(Int64(second))) == .none)
    }
    for second in [10, 14] {
      life.watchOutput(waiting: 0, sent: 0, isSocketFull: true, now: start + .seconds(Int64(second)))
    }
    #expect(
      life.check(openCalls: 1, now: start + .seconds(14)) == .close("outbound stall: max 3 s, got 4 s"))
  }
}
