import RankingCore
import Testing

/// What a source declares is what it does.
struct SourceNeedTests {
  @Test(arguments: sourceNames)
  func answersExactlyWhenItsNeedIsMet(_ name: String) throws {
    let source = try #require(sampleSources().first { $0.name == name })
    let scratch = RetrievalScratch(catalogueSize: sampleCatalogue)
    var scores = [Float](repeating: 0, count: sampleCatalogue)
    func answers(_ user: Int?, _ items: [Int32], _ person: Demographics) -> Bool {
      withQuery(user: user, items: items, demographics: person) {
        source.score($0, into: &scores, scratch: scratch)
      }
    }
    let person = Demographics(age: 30, gender: 0, occupation: -1)
    #expect(answers(nil, [], .unknown) == (source.need == nil))
    #expect(answers(nil, [4], .unknown) == (source.need != .demographics))
    #expect(answers(1, [], .unknown) == (source.need == nil || source.need == .historyOrTraining))
    #expect(answers(nil, [], person) == (source.need == nil || source.need == .demographics))
    #expect(source.bytesRead(history: 10) >= sampleCatalogue * 4)
    #expect(source.bytesRead(history: 20) >= source.bytesRead(history: 10))
  }
}
