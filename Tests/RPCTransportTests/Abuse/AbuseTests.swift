import Testing

extension TransportTests {
  /// Each attack in turn: the server stays up, its memory stays bounded, and a client that behaves is served.
  @Suite struct AbuseTests {
    @Test(.timeLimit(.minutes(10)), arguments: Attack.resets)
    func resets(_ attack: Attack) async throws { try await attack.carryOut() }

    @Test(.timeLimit(.minutes(10)), arguments: Attack.floods)
    func floods(_ attack: Attack) async throws { try await attack.carryOut() }

    @Test(.timeLimit(.minutes(10)), arguments: Attack.stalls)
    func stalls(_ attack: Attack) async throws { try await attack.carryOut() }

    @Test(.timeLimit(.minutes(10)), arguments: Attack.bombs)
    func bombs(_ attack: Attack) async throws { try await attack.carryOut() }

    @Test(.timeLimit(.minutes(10)), arguments: Attack.connections)
    func connections(_ attack: Attack) async throws { try await attack.carryOut() }
  }
}
