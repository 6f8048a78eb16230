internal import CProtobufC
internal import CRankingProto
package import RankingCore

/// Writes answers; one belongs to one event loop and one snapshot, and reuses its memory.
package final class RecommendResponseEncoder {
  private let snapshot: ModelSnapshot
  private let ids: AlignedStorage<Int64>
  private let version: CText
  private let success = CText("success")
  private let degraded = CText("degraded")
  private let empty = CText("")
  private let reranking = CText("reranking")

  package init(snapshot: ModelSnapshot) {
    self.snapshot = snapshot
    ids = AlignedStorage(count: snapshot.catalogue.itemCount)
    version = CText(snapshot.version)
  }

  /// Serialises `answer` to the request of `user`: `output` is told the exact size and calls `fill` with
  /// memory of at least that size.
  package func encode<Output>(
    _ answer: RankingAnswer, user: UserReference,
    into output: (_ bytes: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Void) -> Output
  ) -> Output {
    var metadata = Ranking__V1__ResponseMetadata()
    ranking__v1__response_metadata__init(&metadata)
    metadata.model_version = version.pointer
    return withUnsafeMutablePointer(to: &metadata) { metadata in
      withDegradation(answer.degradation) { entries, count in
        var response = response(answer)
        response.metadata = metadata
        response.degraded = entries
        response.n_degraded = count
        return withUser(user, &response) { withItems(answer, &$0) { pack(&$0, output) } }
      }
    }
  }

  private func response(_ answer: RankingAnswer) -> Ranking__V1__RecommendResponse {
    var response = Ranking__V1__RecommendResponse()
    ranking__v1__recommend_response__init(&response)
    response.status = (answer.degradation == nil ? success : degraded).pointer
    response.n_scores = answer.scores.count
    response.scores = UnsafeMutablePointer(mutating: answer.scores.baseAddress)
    response.served_by = Ranking__V1__ServedBy(answer.servedBy)
    response.user_key = empty.pointer
    return response
  }

  private func withUser<Output>(
    _ user: UserReference, _ response: inout Ranking__V1__RecommendResponse,
    _ body: (inout Ranking__V1__RecommendResponse) -> Output
  ) -> Output {
    switch user {
    case .anonymous: return body(&response)
    case .id(let id):
      response.user_id = id
      return body(&response)
    case .key(let key):
      let text = CText(key)
      response.user_key = text.pointer
      return withExtendedLifetime(text) { body(&response) }
    }
  }

  private func withItems<Output>(
    _ answer: RankingAnswer, _ response: inout Ranking__V1__RecommendResponse,
    _ body: (inout Ranking__V1__RecommendResponse) -> Output
  ) -> Output {
    let catalogue = snapshot.catalogue
    guard !catalogue.hasStringKeys else {
      let keys = answer.items.map { CText(catalogue.itemKey(Int($0))) }
      var pointers: [UnsafeMutablePointer<CChar>?] = keys.map(\.pointer)
      return pointers.withUnsafeMutableBufferPointer { pointers in
        response.n_recommendation_keys = pointers.count
        response.recommendation_keys = pointers.baseAddress
        return withExtendedLifetime(keys) { body(&response) }
      }
    }
    for (place, item) in answer.items.enumerated() { ids.base[place] = catalogue.itemID(Int(item)) }
    response.n_recommendations = answer.items.count
    response.recommendations = ids.base
    return body(&response)
  }

  private func withDegradation<Output>(
    _ degradation: Degradation?,
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<Ranking__V1__Degradation>?>?, Int) -> Output
  ) -> Output {
    guard degradation != nil else { return body(nil, 0) }
    var entry = Ranking__V1__Degradation()
    ranking__v1__degradation__init(&entry)
    entry.reason = RANKING__V1__DEGRADATION_REASON__DEGRADATION_REASON_DEADLINE
    entry.part = reranking.pointer
    return withUnsafeMutablePointer(to: &entry) { entry in
      var list: UnsafeMutablePointer<Ranking__V1__Degradation>? = entry
      return withUnsafeMutablePointer(to: &list) { body($0, 1) }
    }
  }

  private func pack<Output>(
    _ response: inout Ranking__V1__RecommendResponse,
    _ output: (_ bytes: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Void) -> Output
  ) -> Output {
    withUnsafePointer(to: &response) { response in
      let size = ranking__v1__recommend_response__get_packed_size(response)
      return output(size) { target in
        precondition(target.count >= size, "room for \(target.count) of \(size) bytes")
        guard let base = target.baseAddress else { return }
        ranking__v1__recommend_response__pack(response, base.assumingMemoryBound(to: UInt8.self))
      }
    }
  }
}

extension Ranking__V1__ServedBy {
  fileprivate init(_ step: ServedBy) {
    self =
      switch step {
      case .personal: RANKING__V1__SERVED_BY__SERVED_BY_PERSONAL
      case .session: RANKING__V1__SERVED_BY__SERVED_BY_SESSION
      case .demographics: RANKING__V1__SERVED_BY__SERVED_BY_DEMOGRAPHICS
      case .trending: RANKING__V1__SERVED_BY__SERVED_BY_TRENDING
      case .popular: RANKING__V1__SERVED_BY__SERVED_BY_POPULAR
      }
  }
}
