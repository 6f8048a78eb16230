import GRPCCore

/// `/echo.Echo/Unary` echoes; `Recommend` answers ten constant items, encoded once.
struct ConstantAnswers: RegistrableRPCService {
  func registerMethods<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
    unary("echo.Echo", "Unary", &router) { $0 }
    let answer = Self.answer
    unary("ranking.v1.RankingService", "Recommend", &router) { _ in answer }
  }

  private func unary<Transport: ServerTransport>(
    _ service: String, _ method: String, _ router: inout RPCRouter<Transport>,
    _ answer: @escaping @Sendable ([UInt8]) -> [UInt8]
  ) {
    router.registerHandler(
      forMethod: MethodDescriptor(fullyQualifiedService: service, method: method),
      deserializer: Bytes(), serializer: Bytes()
    ) { request, _ in
      let single = try await ServerRequest(stream: request)
      return StreamingServerResponse(single: ServerResponse(message: answer(single.message)))
    }
  }

  /// `ranking.v1.RecommendResponse` with items 1 to 10 and scores 10 to 1, field by field.
  private static var answer: [UInt8] {
    var bytes: [UInt8] = [0x12, 10] + (1...10)
    bytes += [0x1A, 7] + Array("success".utf8)
    bytes += [0x22, 10, 0x0A, 8] + Array("constant".utf8)
    bytes += [0x2A, 80]
    for score in (1...10).reversed() {
      withUnsafeBytes(of: Double(score).bitPattern.littleEndian) { bytes += $0 }
    }
    return bytes
  }
}
