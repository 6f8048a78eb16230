import RankingCore
import RankingTraining
import Testing

struct AblationReportTests {
  private func result(_ system: ColdItemAblation.System, _ scores: [Float]) -> ColdItemAblation.Result {
    let figures = ColdItemFigures(scores: Matrix(rows: 1, columns: 3, scores), relevant: [[0]])
    return .init(system: system, residues: [figures, figures])
  }

  @Test func coldItemsSayWhatIsUnavailableAndWhatTextsAdd() {
    var report = AblationReport()
    report.addColdItems(
      [result(.metadataAll, [1, 2, 3]), result(.all, [3, 2, 1])], residues: [8, 9], note: " (beside)")
    let lines = report.text.split(separator: "\n")
    #expect(lines[0].hasSuffix("r = 8, 9 (beside)"))
    #expect(lines.contains { $0.hasPrefix("popularity") && $0.contains("unavailable") })
    #expect(
      lines.last
        == "all (trees over the signals) over metadata only (trees over the signals): +0.5000 [+0.5000, +0.5000], better in 2 of 2"
    )
  }

  @Test func coldUsersKeepTheirFirstItems() throws {
    // User 10 begins again; its events are not in order of time.
    let events = (0..<20).flatMap { user in
      (0..<8).map { place -> Interactions.Event in
        let (item, time) = ((place * 3 + user) % 30, place * 5 % 8)
        return .init(user: Int32(user), item: Int32(item), rating: 1, timestamp: Int64(time))
      }
    }
    let tuning = try TuningDataset(
      own: Dataset(catalogue: TestCatalogue.make(users: 20, items: 30), events: events))
    let problem = EvaluationProblem.coldUsers(tuning, residue: 0, kept: 3)
    let trained = Dictionary(grouping: problem.train, by: \.user)
    for user in 0..<20 {
      #expect(trained[Int32(user)]?.count == (user % 10 == 0 ? 3 : 8))
      #expect(problem.relevant[user].count == (user % 10 == 0 ? 5 : 0))
    }
    #expect(trained[10]?.map(\.timestamp) == [0, 1, 2])
    let kept: [Int32] = (trained[10] ?? []).map(\.item)
    #expect(kept.allSatisfy { !problem.relevant[10].contains($0) })
  }

  @Test func eachWordingIsJudgedThatChangesTexts() throws {
    let items = 60
    let catalogue = try Catalogue(
      items: CatalogueIdentifiers(ids: (0..<items).map { Int64($0) }),
      users: CatalogueIdentifiers(ids: (0..<20).map { Int64($0) }), titles: (0..<items).map { "Film \($0)" },
      years: (0..<items).map { Int32(1990 + $0 % 3) }, genreMasks: (0..<items).map { _ in 0 }, genreNames: [],
      people: (0..<20).map { _ in .unknown }, genderNames: [], occupationNames: [])
    let events = (0..<20).flatMap { user -> [Interactions.Event] in
      let met = (0..<items).filter { ($0 + user) % 3 == 0 }
      return met.map { .init(user: Int32(user), item: Int32($0), rating: 4, timestamp: 0) }
    }
    var asked: [[String]] = []
    // A year is a direction; a text without one has a direction of its own for everybody.
    let ablation = TextAblation(catalogue: catalogue, events: events, threads: 2)
    let results = try ablation.run(residues: [1, 2], descriptions: ["7": "About seven."]) { texts in
      asked.append(texts)
      let values = texts.flatMap { text -> [Float] in
        guard let year = (1990...1992).first(where: { text.contains("(\($0))") }) else {
          return [0.5, 0.5, 0.5]
        }
        return (1990...1992).map { year == $0 ? 1 : 0 }
      }
      return Matrix(rows: texts.count, columns: 3, values)
    }
    // Genres say nothing here: their wording is that of before, and is not judged.
    #expect(results.map(\.text) == [.title, .titleYear, .enriched])
    #expect(results.map(\.changed) == [items, items, 1])
    #expect(asked[2][7] == "Film 7 (1991). About seven.")
    #expect(results.allSatisfy { $0.systems.map(\.system) == [.semantic, .text] })
    #expect(results[1].systems[0].mean.auc > results[0].systems[0].mean.auc + 0.2)
    var report = AblationReport()
    report.addTexts(results)
    #expect(report.text.contains("(d) which text is embedded") && report.text.contains("title, year "))
  }
}
