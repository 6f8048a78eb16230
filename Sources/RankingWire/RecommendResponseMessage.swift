internal import CProtobufC
internal import CRankingProto
package import RankingCore

/// A `ranking.v1.RecommendResponse` as a client reads it.
package struct RecommendResponseMessage: Sendable, Hashable {
  package var items: [Int64]
  package var scores: [Double]
  package var status: String
  package var modelVersion: String
  /// Items of catalogues with string ids.
  package var keys: [String]
  /// nil for a step that this program does not know.
  package var servedBy: ServedBy?
  /// Parts that are missing.
  package var degraded: [String]

  /// Decodes a serialised `ranking.v1.RecommendResponse`.
  package init(_ bytes: UnsafeRawBufferPointer) throws(WireError) {
    let arena = WireArena()
    let decoded = arena.withAllocator { allocator in
      ranking__v1__recommend_response__unpack(
        allocator, bytes.count, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
    }
    guard let message = decoded?.pointee else {
      throw WireError("\(bytes.count) bytes are no ranking.v1.RecommendResponse")
    }
    items = Array(UnsafeBufferPointer(start: message.recommendations, count: message.n_recommendations))
    scores = Array(UnsafeBufferPointer(start: message.scores, count: message.n_scores))
    status = message.status.map { String(cString: $0) } ?? ""
    modelVersion = message.metadata?.pointee.model_version.map { String(cString: $0) } ?? ""
    keys = UnsafeBufferPointer(start: message.recommendation_keys, count: message.n_recommendation_keys)
      .map { $0.map { String(cString: $0) } ?? "" }
    servedBy = ServedBy(message.served_by)
    degraded = UnsafeBufferPointer(start: message.degraded, count: message.n_degraded)
      .map { $0?.pointee.part.map { String(cString: $0) } ?? "" }
    withExtendedLifetime(arena) {}
  }
}

extension RecommendRequestMessage {
  /// The serialised request.
  package func encoded() -> [UInt8] {
    var message = Ranking__V1__RecommendRequest()
    ranking__v1__recommend_request__init(&message)
    message.top_k = topK
    var key: CText?
    switch user {
    case .anonymous: break
    case .id(let id):
      message.user_case = RANKING__V1__RECOMMEND_REQUEST__USER_USER_ID
      message.user_id = id
    case .key(let text):
      let held = CText(text)
      message.user_case = RANKING__V1__RECOMMEND_REQUEST__USER_USER_KEY
      message.user_key = held.pointer
      key = held
    }
    return withExtendedLifetime(key) {
      let size = ranking__v1__recommend_request__get_packed_size(&message)
      return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        count = ranking__v1__recommend_request__pack(&message, buffer.baseAddress)
      }
    }
  }
}

extension ServedBy {
  fileprivate init?(_ step: Ranking__V1__ServedBy) {
    switch step {
    case RANKING__V1__SERVED_BY__SERVED_BY_PERSONAL: self = .personal
    case RANKING__V1__SERVED_BY__SERVED_BY_SESSION: self = .session
    case RANKING__V1__SERVED_BY__SERVED_BY_DEMOGRAPHICS: self = .demographics
    case RANKING__V1__SERVED_BY__SERVED_BY_TRENDING: self = .trending
    case RANKING__V1__SERVED_BY__SERVED_BY_POPULAR: self = .popular
    default: return nil
    }
  }
}
