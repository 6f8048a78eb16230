import Foundation
import RankingCore
import RankingTraining
import Testing

/// No choice is made on `ua.test`, in whatever file its rows come.
struct TuningDatasetTests {
  private static let folder =
    (ProcessInfo.processInfo.environment["RANKD_HOME"] ?? ".rankd") + "/data/ml-100k"

  private func expectRefused(_ rows: [Interactions.Event], of data: Dataset) {
    let error = #expect(throws: DatasetError.self) {
      try TuningDataset(own: Dataset(catalogue: data.catalogue, events: rows))
    }
    #expect(error?.code == .hiddenRows)
    #expect(error?.message.contains("ua.test") == true)
  }

  @Test func movieLensAsSomeonesOwnFileIsRefused() throws {
    let data = try Dataset.read(directory: Self.folder)
    expectRefused(data.events, of: data)
    expectRefused(data.events.reversed(), of: data)
    // As `u1.base` and its like: four fifths of all rows, hidden ones among them.
    expectRefused(data.events.enumerated().filter { $0.offset % 5 != 2 }.map(\.element), of: data)
    expectRefused(
      data.events.map { Interactions.Event(user: $0.user, item: $0.item, rating: 1, timestamp: 0) }, of: data)
    expectRefused(data.events(OfficialSplit.ua.cut(data.events).test), of: data)
  }

  @Test func itsBaseIsNot() throws {
    let data = try Dataset.read(directory: Self.folder)
    let base = TuningDataset(data)
    let own = try TuningDataset(own: Dataset(catalogue: data.catalogue, events: base.events))
    #expect(own.events == base.events)
    #expect(base.events.count == 90_570)
  }

  @Test func otherDataSetsAreNot() throws {
    let events = (0..<6000).map { Interactions.Event(user: $0 / 40, item: $0 % 40, rating: 1, timestamp: 0) }
    let dense = Dataset(catalogue: TestCatalogue.make(users: 150, items: 40), events: events)
    #expect(try TuningDataset(own: dense).rows.count == 6000)
  }
}
