import RPCTransport
import Testing

@Suite struct FairShareTests {
  @Test(arguments: [
    (0, 256 << 10), (1, 256 << 10), (128, 256 << 10), (256, 128 << 10), (2_048, 16 << 10), (10_000, 16 << 10),
  ])
  func shrinksWithTheNumberOfConnections(_ connections: Int, _ expected: Int) {
    #expect(FairShare.bytes(of: 32 << 20, connections: connections) == expected)
  }
}
