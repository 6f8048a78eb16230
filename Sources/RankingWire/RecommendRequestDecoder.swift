internal import CProtobufC
internal import CRankingProto
internal import RankingCore

/// Reads requests; one belongs to one event loop and reuses its memory.
package final class RecommendRequestDecoder {
  private let arena = WireArena()

  package init() {}

  /// Decodes a serialised `ranking.v1.RecommendRequest`.
  ///
  /// - Throws: when the bytes are no such message, or a string in it is not UTF-8.
  package func decode(_ bytes: UnsafeRawBufferPointer) throws(WireError) -> RecommendRequestMessage {
    defer { arena.reset() }
    let decoded = arena.withAllocator { allocator in
      ranking__v1__recommend_request__unpack(
        allocator, bytes.count, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
    }
    guard let message = decoded?.pointee else {
      throw WireError("\(bytes.count) bytes are no ranking.v1.RecommendRequest")
    }
    return RecommendRequestMessage(user: try user(message), topK: message.top_k)
  }

  private func user(_ message: Ranking__V1__RecommendRequest) throws(WireError) -> UserReference {
    switch message.user_case {
    case RANKING__V1__RECOMMEND_REQUEST__USER_USER_ID:
      return .id(message.user_id)
    case RANKING__V1__RECOMMEND_REQUEST__USER_USER_KEY:
      guard let bytes = message.user_key, let key = String(validatingCString: bytes) else {
        throw WireError("user_key is not UTF-8")
      }
      return .key(key)
    default:
      return .anonymous
    }
  }
}
