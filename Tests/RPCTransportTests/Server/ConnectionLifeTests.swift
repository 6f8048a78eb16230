import NIOCore
import RPCTransport
import Testing

@Suite struct ConnectionLifeTests {
  private let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

  private func life(_ change: (inout RPCServerConfiguration.Timeouts) -> Void = { _ in }) -> ConnectionLife {
    var configuration = RPCServerConfiguration(address: .tcp(host: "::1", port: 0))
    change(&configuration.timeouts)
    return ConnectionLife(configuration, now: start)
  }

  @Test func silenceIsClosed() {
    var life = life { $0.firstRequest = .seconds(2) }
    #expect(life.check(openCalls: 0, now: start + .seconds(1)) == .none)
    #expect(life.check(openCalls: 0, now: start + .seconds(3)) == .close("no request in time"))
  }

  @Test func idlenessDrainsInTwoSteps() {
    var life = life { $0.idle = .seconds(5) }
    life.firstRequestSeen()
    life.becameIdle(now: start + .seconds(1))
    #expect(life.check(openCalls: 1, now: start + .seconds(10)) == .none)
    #expect(life.check(openCalls: 0, now: start + .seconds(10)) == .drain)
    #expect(life.beginDrain(now: start + .seconds(10)) == true)
    #expect(life.beginDrain(now: start + .seconds(10)) == false)
    #expect(life.pingAcknowledged() == true)
    #expect(life.finishDrain() == true)
    #expect(life.finishDrain() == false)
  }

  @Test func anUnansweredPingCloses() {
    var life = life {
      $0.keepaliveInterval = .seconds(1)
      $0.keepaliveTimeout = .seconds(1)
    }
    life.firstRequestSeen()
    #expect(life.check(openCalls: 1, now: start + .seconds(2)) == .ping)
    #expect(life.check(openCalls: 1, now: start + .milliseconds(2_500)) == .none)
    #expect(life.check(openCalls: 1, now: start + .seconds(4)) == .close("keepalive ping unanswered"))
  }

  @Test func aStalledPeerIsClosed() {
    var life = life { $0.outboundStall = .seconds(3) }
    life.firstRequestSeen()
    life.watchOutput(isWaiting: true, now: start)
    #expect(life.check(openCalls: 1, now: start + .seconds(2)) == .none)
    life.outputMoved = true
    life.watchOutput(isWaiting: true, now: start + .seconds(2))
    life.watchOutput(isWaiting: true, now: start + .seconds(3))
    #expect(life.check(openCalls: 1, now: start + .seconds(5)) == .none)
    #expect(life.check(openCalls: 1, now: start + .seconds(7)) == .close("the peer takes no bytes"))
  }
}
