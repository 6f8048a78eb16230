import Testing

extension TransportTests {
  @Suite struct GrpcioTests {
    @Test(.timeLimit(.minutes(10)))
    func aPythonClientFindsEverythingAsPrescribed() async throws {
      try await LiveServer.with(loops: 2) { live in
        let output = try await ForeignProcess.run(
          ForeignProcess.python, [ForeignProcess.script("grpcio_client.py"), String(live.port)])
        #expect(output.status == 0, "\(output.text)")
      }
    }
  }
}
