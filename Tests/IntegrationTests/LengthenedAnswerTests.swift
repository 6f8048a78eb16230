import RankingCore
import Testing

/// What drift looks at where fewer items were asked for than its references have.
struct LengthenedAnswerTests {
  @Test(arguments: [false, true])
  func itIsTheAnswerToALongerRequest(isRanked: Bool) throws {
    let sample = try SampleBundle.snapshot()
    var model = sample.model
    if !isRanked { model.ranker = nil }
    let snapshot = try ModelSnapshot(version: "lengthened", model: model)
    let (pipeline, scratch) = (RankingPipeline(snapshot: snapshot), PipelineScratch(for: snapshot))
    for user in 0..<SampleBundle.users {
      func answer(_ topK: Int) -> RankingAnswer {
        pipeline.answer(user: user, RankingRequest(user: .anonymous, topK: topK), scratch: scratch)
      }
      // The last is longer than the candidates of a short request.
      for long in [10, 40, 100] {
        let wanted = answer(long)
        let (items, scores) = (Array(wanted.items), Array(wanted.scores))
        let short = answer(3)
        let lengthened = pipeline.lengthened(short, to: long, scratch: scratch)
        #expect(lengthened.items.elementsEqual(items.prefix(lengthened.items.count)))
        #expect(lengthened.scores.elementsEqual(scores.prefix(lengthened.items.count)))
        #expect(lengthened.items.count == min(long, snapshot.serving.candidates))
        #expect(short.items.elementsEqual(items.prefix(3)))
      }
    }
  }
}
