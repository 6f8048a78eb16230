import RankingCore
import RankingTraining
import Testing

struct TeacherScoresTests {
  private let catalogue = TestCatalogue.make(users: 3, items: 3)

  private func scores(_ text: String, share: Float = 0.25) throws -> TeacherScores {
    try TeacherScores(path: Fixture.file(text, named: "teacher.csv"), catalogue: catalogue, share: share)
  }

  @Test func labelsAreMixedWhereTheTeacherJudged() throws {
    let scores = try scores("user,item,score\n0,1,0.8\n0,2,0\n9,1,1\n1,9,1\n2,2,0.1\n2,2,0.4\n")
    #expect(scores.count == 3 && scores.unknown == 2)
    // The last: of two judgements of one pair the later counts.
    let mixed: [(met: Bool, user: Int, item: Int, label: Float)] = [
      (true, 0, 1, 0.95), (false, 0, 1, 0.2), (true, 0, 2, 0.75), (false, 2, 2, 0.1),
    ]
    for pair in mixed {
      let label = scores.label(met: pair.met, user: pair.user, item: pair.item)
      #expect(abs(label - pair.label) < 1e-6, "\(pair)")
    }
    #expect(scores.label(met: true, user: 1, item: 1) == 1 && scores.label(met: false, user: 1, item: 0) == 0)
  }

  @Test func withoutAColumnOfScoresNothingIsRead() {
    let error = #expect(throws: DatasetError.self) { _ = try scores("user,item\n0,1\n") }
    #expect(error?.code == .missingColumn)
  }

  @Test(arguments: ["-0.5", "1.5", "", "nan", "good"])
  func aScoreThatIsNoneIsNamedByItsLine(_ score: String) {
    let error = #expect(throws: DatasetError.self) {
      _ = try scores("user,item,score\n0,1,0.5\n0,2,\(score)\n")
    }
    #expect(
      error?.message.contains("3") == true && error?.message.contains("0 to 1") == true, "\(error as Any)")
  }

  @Test(arguments: [-0.1, 1.1, Float.nan]) func aShareIsFrom0To1(_ share: Float) {
    #expect(throws: DatasetError.self) { _ = try scores("user,item,score\n0,1,1\n", share: share) }
  }

  @Test func theDigestIsThatOfWhatDecides() throws {
    let one = try scores("user,item,score\n0,1,0.5\n")
    #expect(try scores("user\titem\tscore\n0\t1\t0.50\n").digest == one.digest)
    #expect(try scores("user,item,score\n0,1,0.6\n").digest != one.digest)
    #expect(try scores("user,item,score\n0,1,0.5\n", share: 0.5).digest != one.digest)
  }

  /// What the ranker learns: a teacher that knows which of its candidates a user wants is followed.
  @Test func theRankerLearnsFromIt() throws {
    func ranker(_ teacher: TeacherScores?) throws -> [UInt8] {
      var configuration = FunnelConfiguration.movieLens100K
      configuration.retrieval.sources.removeAll { $0.name == "occasion" }
      configuration.retrieval.sources[0].trainer = .als(ALSConfiguration(factors: 8, regularization: 1))
      configuration.serving.candidates = 50
      configuration.rankerRows.holdout = 3
      configuration.ranker.trees = 5
      var trainer = FunnelTrainer(configuration: configuration, threads: 2)
      trainer.teacher = teacher
      return try trainer.train(
        catalogue: TextFunnel.catalogue, interactions: TextFunnel.interactions, semantic: nil
      ).ranker?.catBoostJSON() ?? []
    }
    let lines = (0..<TextFunnel.users).flatMap { user in (0..<TextFunnel.items).map { "\(user),\($0),1" } }
    let teacher = try TeacherScores(
      path: Fixture.file("user,item,score\n" + lines.joined(separator: "\n"), named: "all.csv"),
      catalogue: TextFunnel.catalogue, share: 0.5)
    let plain = try ranker(nil)
    #expect(try ranker(nil) == plain)
    #expect(try ranker(teacher) != plain)
  }
}
