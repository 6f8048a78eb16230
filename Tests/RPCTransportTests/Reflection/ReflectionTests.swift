import NIOCore
import RPCTransport
import Testing

extension TransportTests {
  /// The reflection protocol, in bytes.
  @Suite struct ReflectionTests {
    /// A request with one string field.
    private static func request(_ field: UInt8, _ text: String) -> ByteBuffer {
      ByteBuffer(bytes: [field << 3 | 2, UInt8(text.utf8.count)] + Array(text.utf8))
    }

    /// The answers to requests of one call, as text with whatever lies between.
    private func ask(_ requests: [ByteBuffer], version: String = "v1") async throws -> [String] {
      try await LiveServer.with { live in
        let client = try await live.client()
        let stream = await client.stream("/grpc.reflection.\(version).ServerReflection/ServerReflectionInfo")
        var answers: [String] = []
        for request in requests {
          try await stream.send(request)
          answers.append(String(buffer: try await stream.next()?.bytes ?? ByteBuffer()))
        }
        stream.finishSending()
        let rest = try await stream.next()
        #expect(rest == nil)
        await client.close()
        return answers
      }
    }

    @Test(.timeLimit(.minutes(10)), arguments: ["v1", "v1alpha"])
    func listsServices(_ version: String) async throws {
      let answer = try await ask([Self.request(7, "*")], version: version)[0]
      for name in [
        "grpc.health.v1.Health", "grpc.testing.TestService", "test.Test",
        "grpc.reflection.v1.ServerReflection",
        "grpc.reflection.v1alpha.ServerReflection",
      ] {
        #expect(answer.contains(name))
      }
    }

    @Test(
      .timeLimit(.minutes(10)),
      arguments: [
        "grpc.testing.TestService", "grpc.testing.TestService.UnaryCall", "grpc.testing.SimpleRequest",
        "grpc.testing.PayloadType",
      ])
    func findsSymbols(_ symbol: String) async throws {
      let answer = try await ask([Self.request(4, symbol)])[0]
      #expect(answer.contains("grpc/testing/messages.proto"))
    }

    @Test(.timeLimit(.minutes(10)))
    func sendsImportsOnce() async throws {
      let answers = try await ask([
        Self.request(3, "grpc/testing/test.proto"), Self.request(3, "grpc/testing/test.proto"),
      ])
      #expect(answers[0].contains("StreamingOutputCallRequest"))
      #expect(answers[1].utf8.count < answers[0].utf8.count)
      #expect(answers[1].contains("TestService"))
    }

    @Test(.timeLimit(.minutes(10)), arguments: [UInt8(3), 4, 6])
    func saysWhatIsMissing(_ field: UInt8) async throws {
      let answer = try await ask([Self.request(field, "no.Such")])[0]
      #expect(answer.contains("not found: no.Such"))
    }

    @Test(.timeLimit(.minutes(10)))
    func anEmptyRequestIsTold() async throws {
      let answer = try await ask([ByteBuffer()])[0]
      #expect(answer.contains("message_request"))
    }

    @Test(.timeLimit(.minutes(10)))
    func bytesThatAreNoRequestFailTheCall() async throws {
      let failure = await #expect(throws: RPCStatus.self) { _ = try await ask([ByteBuffer(bytes: [0xFF])]) }
      #expect(failure?.code == .internal)
    }
  }
}
