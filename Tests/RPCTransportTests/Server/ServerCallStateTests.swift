import RPCTransport
import Testing

@Suite struct ServerCallStateTests {
  @Test func aUnaryCall() {
    var state = ServerCallState(.unary)
    #expect(state.receiveMessage() == .hold)
    #expect(state.receiveEnd(incomplete: false) == .dispatch)
    #expect(state.respond() == true)
    #expect(state.respond() == false)
    #expect(state.finish() == .drop)
  }

  @Test func aUnaryCallTakesOneMessage() {
    var state = ServerCallState(.unary)
    _ = state.receiveMessage()
    guard case .fail(let status) = state.receiveMessage() else {
      Issue.record("a second message was taken")
      return
    }
    #expect(status.code == .unimplemented)
    #expect(state.finish() == .trailersOnly)
    #expect(state.receiveMessage() == .drop)
    #expect(state.receiveEnd(incomplete: false) == .drop)
  }

  @Test(arguments: [(true, RPCStatus.Code.internal), (false, .unimplemented)])
  func aUnaryCallNeedsAMessage(_ incomplete: Bool, _ code: RPCStatus.Code) {
    var state = ServerCallState(.unary)
    guard case .fail(let status) = state.receiveEnd(incomplete: incomplete) else {
      Issue.record("a call without a message was dispatched")
      return
    }
    #expect(status.code == code)
  }

  @Test func aStreamingCall() {
    var state = ServerCallState(.streaming)
    #expect(state.receiveMessage() == .deliver)
    #expect(state.send() == .startAndSend)
    #expect(state.send() == .send)
    #expect(state.receiveMessage() == .deliver)
    #expect(state.receiveEnd(incomplete: false) == .halfClose)
    #expect(state.receiveEnd(incomplete: false) == .drop)
    #expect(state.finish() == .trailers)
    #expect(state.send() == .drop)
  }

  @Test func headersMayGoFirst() {
    var state = ServerCallState(.streaming)
    #expect(state.start() == true)
    #expect(state.start() == false)
    #expect(state.send() == .send)
    #expect(state.finish() == .trailers)
    #expect(state.start() == false)
  }

  @Test func aStreamingCallMayAnswerNothing() {
    var state = ServerCallState(.streaming)
    #expect(state.finish() == .trailersOnly)
    #expect(state.finish() == .drop)
  }
}
