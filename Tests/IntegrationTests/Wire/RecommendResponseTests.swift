import RankingCore
import RankingWire
import Testing

@Suite struct RecommendResponseTests {
  private func encoded(
    _ items: [Int32], _ scores: [Double], user: UserReference, degradation: Degradation? = nil
  ) throws -> RecommendResponseMessage {
    let encoder = RecommendResponseEncoder(snapshot: try SampleBundle.snapshot())
    let bytes = items.withUnsafeBufferPointer { items in
      scores.withUnsafeBufferPointer { scores in
        encoder.encode(
          RankingAnswer(items: items, scores: scores, servedBy: .session, degradation: degradation),
          user: user
        ) { size, fill in
          [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            fill(UnsafeMutableRawBufferPointer(buffer))
            count = size
          }
        }
      }
    }
    return try bytes.withUnsafeBytes { try RecommendResponseMessage($0) }
  }

  @Test(arguments: [UserReference.anonymous, .id(-7), .key("Zoë")])
  func aFullAnswerComesBack(_ user: UserReference) throws {
    let snapshot = try SampleBundle.snapshot()
    let answer = try encoded([3, 0, 149], [2.5, 1, -0.0], user: user)
    #expect(answer.items == [3, 0, 149].map { snapshot.catalogue.itemID($0) })
    #expect(answer.scores == [2.5, 1, -0.0])
    #expect(answer.status == "success" && answer.degraded.isEmpty)
    #expect(answer.servedBy == .session)
    #expect(answer.modelVersion == snapshot.version)
  }

  @Test func aPartialAnswerSaysSo() throws {
    let answer = try encoded([1], [1], user: .id(1), degradation: .rerankingSkipped)
    #expect(answer.status == "degraded")
    #expect(answer.degraded == ["reranking"])
  }

  @Test func anEmptyAnswerIsAMessageToo() throws {
    #expect(try encoded([], [], user: .id(1)).items == [])
  }
}
