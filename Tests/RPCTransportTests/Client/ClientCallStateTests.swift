import RPCTransport
import Testing

@Suite struct ClientCallStateTests {
  private func code(_ action: ClientCallState.Action) -> RPCStatus.Code? {
    if case .finish(let status) = action { status.code } else { nil }
  }

  @Test func aUnaryAnswerHasOneMessage() {
    var state = ClientCallState(.oneMessage)
    #expect(state.receiveMessage() == .proceed)
    #expect(code(state.receiveMessage()) == .unimplemented)
    #expect(state.receiveMessage() == .proceed)
    #expect(state.finish(.ok) == .proceed)
  }

  @Test func okWithoutAMessageIsNoUnaryAnswer() {
    var unary = ClientCallState(.oneMessage)
    #expect(code(unary.finish(.ok)) == .unimplemented)
    var failing = ClientCallState(.oneMessage)
    #expect(code(failing.finish(RPCStatus(.notFound))) == .notFound)
    var streaming = ClientCallState(.manyMessages)
    #expect(code(streaming.finish(.ok)) == .ok)
  }

  @Test func aStreamHasManyMessages() {
    var state = ClientCallState(.manyMessages)
    for _ in 0..<5 { #expect(state.receiveMessage() == .proceed) }
    #expect(code(state.receiveEnd()) == .internal)
    #expect(state.isFinished)
  }

  @Test func aRequestEndsOnce() {
    var state = ClientCallState(.manyMessages)
    #expect(state.canSend)
    #expect(state.halfClose() == true)
    #expect(state.halfClose() == false)
    #expect(!state.canSend && !state.isFinished)
    #expect(state.receiveMessage() == .proceed)
  }

  @Test func nothingIsSentAfterTheEnd() {
    var state = ClientCallState(.manyMessages)
    _ = state.finish(RPCStatus(.cancelled))
    #expect(!state.canSend)
    #expect(state.halfClose() == false)
  }

  @Test(arguments: [
    (UInt32(7), RPCStatus.Code.unavailable), (8, .cancelled), (11, .resourceExhausted),
    (12, .permissionDenied),
    (0, .internal), (1, .internal), (99, .internal),
  ])
  func resetsAreTold(_ http2: UInt32, _ expected: RPCStatus.Code) {
    var state = ClientCallState(.manyMessages)
    #expect(code(state.close(code: http2)) == expected)
    #expect(state.close(code: http2) == .proceed)
  }
}
