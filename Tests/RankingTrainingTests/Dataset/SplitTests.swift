import Foundation
import RankingCore
import RankingTraining
import Testing

@Suite struct SplitTests {
  /// 30 events of each of 4 users, interleaved; times run backwards.
  private let events = (0..<120).map { (row: Int) -> Interactions.Event in
    Interactions.Event(user: Int32(row % 4), item: Int32(row / 4), rating: 3, timestamp: Int64(1000 - row))
  }

  @Test func officialSplitsTakeEachUsersFirstTens() {
    let (ua, ub) = (OfficialSplit.ua.cut(events), OfficialSplit.ub.cut(events))
    #expect(ua.test == (0..<40).map { Int32($0) })
    #expect(ub.test == (40..<80).map { Int32($0) })
    #expect(ua.train == (40..<120).map { Int32($0) })
    #expect(Set(ub.train).union(ub.test).count == 120)
  }

  @Test func lastHidesTheLatest() throws {
    let split = try Holdout("last:5").cut(events)
    #expect(split.test == (0..<20).map { Int32($0) })
    #expect(try Holdout("last:99").cut(events).test.count == 60)
  }

  @Test func randomIsSeededAndFair() throws {
    let rule = try Holdout("random:10")
    let split = try rule.cut(events, seed: 1)
    #expect(split == (try rule.cut(events, seed: 1)))
    #expect(split != (try rule.cut(events, seed: 2)))
    for user in 0..<4 { #expect(split.test.count { Int($0) % 4 == user } == 10) }
    #expect(Set(split.test).isDisjoint(with: split.train))
  }

  @Test func timeHidesFromAMomentOn() throws {
    #expect(try Holdout("time:991").cut(events).test == (0..<10).map { Int32($0) })
    #expect(throws: DatasetError.self) { try Holdout("time:5000").cut(events) }
  }

  @Test(arguments: [
    "", "last", "last:", "last:0", "last:x", "first:3", "random:-1", "random:99999999999999999999",
  ])
  func nonsenseIsRefused(text: String) {
    #expect(throws: DatasetError.self) { try Holdout(text) }
  }

  @Test func foldFilesNameRowsOfTheWholeFile() throws {
    let tuning = TuningDataset(dataset())
    #expect(tuning.rows.first == 40)
    let fold = try FoldFile(path: try Fixture.file("120\n41\n", named: "one.rows"), rowCount: 120)
    let problem = try tuning.fold(fold)
    #expect(problem.name == "one")
    #expect(problem.train.count == 78)
    #expect(problem.relevant == [[10], [], [], [29]])
  }

  @Test func aFoldCannotNameATestRow() throws {
    let tuning = TuningDataset(dataset())
    let fold = try FoldFile(path: try Fixture.file("40\n", named: "test.rows"), rowCount: 120)
    #expect(throws: DatasetError.self) { try tuning.fold(fold) }
  }

  @Test(arguments: ["0\n", "121\n", "x\n", "3\n3\n", ""]) func badFoldFilesAreRefused(text: String) throws {
    let path = try Fixture.file(text, named: "bad.rows")
    #expect(throws: DatasetError.self) { try FoldFile(path: path, rowCount: 120) }
  }

  @Test func randomFoldsHideHalfAtMost() {
    let tuning = TuningDataset(dataset())
    #expect(tuning.randomFold(seed: 3).relevant.map(\.count) == [10, 10, 10, 10])
    #expect(tuning.randomFold(seed: 3, hiding: 15).relevant.map(\.count) == [10, 10, 10, 10])
  }

  @Test func writtenRowsReadBack() throws {
    let path = try Fixture.file("", named: "out.tsv")
    let data = dataset()
    try InteractionsTable(data).write(data.events.indices.map { Int32($0) }, to: path)
    #expect(try Dataset.read(interactions: path).events == events)
  }

  private func dataset() -> Dataset {
    Dataset(catalogue: TestCatalogue.make(users: 4, items: 30), events: events)
  }
}
