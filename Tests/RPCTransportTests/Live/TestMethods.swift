import NIOCore
import RPCInterop
import RPCServices
import RPCTransport

/// What the servers of these tests serve under `/test.Test/`.
enum TestMethods {
  static func router(_ health: HealthStatus) -> RPCRouter {
    var router = RPCRouter()
    router.unary("/test.Test/Echo") { message, call in
      for (key, value) in call.metadata.pairs where key.hasPrefix("x-") {
        if key.hasSuffix("-bin") { continue }
        call.initialMetadata.add(key, value)
        call.trailingMetadata.add(key + "-trailer", value)
      }
      for value in call.metadata.binaryValues("x-some-bin") {
        call.trailingMetadata.add("x-some-bin", binary: value)
      }
      call.respond(message)
    }
    router.unary("/test.Test/Who") { _, call in
      let certificate = call.peer?.security?.certificate
      call.respond(
        ByteBuffer(string: certificate.map { "\($0.subject) \($0.uris) \($0.dnsNames)" } ?? "nobody"))
    }
    router.unary("/test.Test/Fail") { _, call in
      call.fail(
        .invalidArgument(fieldViolations: [
          FieldViolation(field: "top_k", description: "max 1000, got 1001 ☺")
        ]))
    }
    router.unary("/test.Test/Never") { _, call in
      call.onCancel { cancelled.increment() }
      started.increment()
    }
    router.unary("/test.Test/Later") { message, call in
      started.increment()
      let kept = NIOLoopBound(call, eventLoop: call.eventLoop)
      call.eventLoop.scheduleTask(in: .milliseconds(200)) { kept.value.respond(message) }
    }
    router.unary("/test.Test/Large") { message, call in
      let size = message.getInteger(at: message.readerIndex, as: UInt32.self) ?? 0
      call.respond(ByteBuffer(repeating: 7, count: Int(size)))
    }
    router.unary("/test.Test/Cancelled") { _, call in call.respond(ByteBuffer(integer: cancelled.value)) }
    router.unary("/test.Test/Started") { _, call in call.respond(ByteBuffer(integer: started.value)) }
    router.streaming("/test.Test/Stream") { call in
      call.onMessage { message in
        call.send(message)
        if !call.isWritable { call.pauseReading() }
      }
      call.onWritable { call.resumeReading() }
      call.onHalfClose { call.finish() }
    }
    router.streaming("/test.Test/Count") { call in
      call.onMessage { message in
        let count = message.getInteger(at: message.readerIndex, as: UInt32.self) ?? 0
        for number in 0..<count { call.send(ByteBuffer(integer: number)) }
        call.finish()
      }
    }
    for encoding in [RPCEncoding.gzip, .deflate] {
      router.unary("/test.Test/Echo-\(encoding.rawValue)") { message, call in
        call.responseEncoding = encoding
        call.trailingMetadata.add("x-was-compressed", "\(call.isMessageCompressed)")
        call.respond(message)
      }
    }
    router.streaming("/test.Test/Stalled") { call in
      call.pauseReading()
      call.onMessage { _ in }
      call.onCancel { cancelled.increment() }
      started.increment()
    }
    router.streaming("/test.Test/Taken") { call in
      call.onMessage { _ in }
      call.onCancel { cancelled.increment() }
    }
    router.streaming("/test.Test/Refusing") { call in
      // Answers as often as the first message says, takes no more, and ends while its peer waits to send.
      call.onMessage { message in
        call.pauseReading()
        for _ in 0..<message.readableBytesView[0] { call.send(ByteBuffer(string: "unread")) }
        let kept = NIOLoopBound(call, eventLoop: call.eventLoop)
        call.eventLoop.scheduleTask(in: .milliseconds(200)) {
          kept.value.finish(RPCStatus(.resourceExhausted, "enough"))
        }
      }
    }
    router.streaming("/test.Test/Tracked") { call in
      let tracked = Tracked()
      call.onMessage { message in
        call.send(message)
        _ = tracked
      }
      call.onHalfClose { call.finish() }
    }
    router.streaming("/test.Test/Sum") { call in
      var sum = 0
      call.onMessage { sum += $0.readableBytes }
      call.onHalfClose {
        call.send(ByteBuffer(integer: sum))
        call.finish()
      }
    }
    router.streaming("/test.Test/Pour") { call in
      // A handler that never looks at `isWritable`.
      call.onMessage { _ in
        for _ in 0..<1_000 { call.send(ByteBuffer(repeating: 1, count: 1 << 20)) }
        call.finish()
      }
    }
    router.http("/page") { request, reply in
      reply(
        HTTPResponse(status: 200, contentType: "application/json", body: ByteBuffer(string: request.query)))
    }
    HealthService(health).register(in: &router)
    InteropService().register(in: &router)
    ReflectionService(descriptors: [InteropService.descriptors]).register(in: &router)
    return router
  }

  static let cancelled = Counter()
  /// Calls of Never, Later and Stalled that have reached their handler.
  static let started = Counter()
}
