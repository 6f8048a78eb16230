internal import NIOCore
public import RPCTransport

/// `grpc.reflection.v1` and `v1alpha`: tells clients without proto files what the server serves.
public struct ReflectionService {
  private let index: DescriptorIndex

  /// - Parameter descriptors: serialised `google.protobuf.FileDescriptorSet`s in base64, as Protos/generate makes
  ///   them; those of this module's own services are known.
  public init(descriptors: [String]) {
    index = DescriptorIndex(
      descriptors + [HealthDescriptors.base64, ReflectionDescriptors.base64, StatusDescriptors.base64])
  }

  /// Registers both versions. Lists the services registered until now, so this comes last.
  public func register(in router: inout RPCRouter) {
    let versions = ["v1", "v1alpha"].map { "grpc.reflection.\($0).ServerReflection" }
    let registered = router.paths.compactMap { $0.split(separator: "/").first.map(String.init) }
    let services = Set(registered + versions).sorted()
    for version in versions {
      router.streaming("/\(version)/ServerReflectionInfo") { [index] call in
        Self.answer(call, ReflectionDialogue(index, services: services))
      }
    }
  }

  /// Reads no faster than the peer takes the answers.
  private static func answer(_ call: RPCCall, _ dialogue: ReflectionDialogue) {
    var dialogue = dialogue
    call.onMessage { message in
      guard let answer = ReflectionCodec.answer(message, { dialogue.answer($0) }) else {
        return call.fail(RPCStatus(.internal, "ServerReflectionRequest: undecodable message"))
      }
      call.send(answer)
      if !call.isWritable { call.pauseReading() }
    }
    call.onWritable { call.resumeReading() }
    call.onHalfClose { call.finish() }
  }
}
