package import RankingCore

/// The rows that tuning may see: the base of an official split, or all of a data set without hidden rows.
///
/// Code that tunes takes this type. It can be made in these two ways only, so it holds no row of `ua.test`, and
/// nothing leads from it to one.
package struct TuningDataset: Sendable {
  package let catalogue: Catalogue
  /// Fingerprint of the whole data set it was taken from.
  package let fingerprint: String
  /// Dense indexes, in original row order.
  package let events: [Interactions.Event]
  /// 0-based row of the interactions file for each event, ascending.
  package let rows: [Int32]

  /// The base of an official split of `dataset`.
  package init(_ dataset: Dataset, base split: OfficialSplit = .ua) {
    self.init(dataset, rows: split.cut(dataset.events).train)
  }

  /// Every row of `dataset`, which someone brought.
  ///
  /// - Throws: `hiddenRows` when these are rows of MovieLens 100K with those among them that `ua.test` hides.
  package init(own dataset: Dataset) throws(DatasetError) {
    let met = HiddenRowSample.pairs(in: dataset)
    guard met < HiddenRowSample.suspicious else {
      throw DatasetError(
        .hiddenRows, file: "interactions",
        "these rows of MovieLens 100K hold those of ua.test, which no choice may be made on; without a file it "
          + "works on ua.base")
    }
    self.init(dataset, rows: dataset.events.indices.map { Int32($0) })
  }

  private init(_ dataset: Dataset, rows: [Int32]) {
    catalogue = dataset.catalogue
    fingerprint = dataset.fingerprint
    self.rows = rows
    events = dataset.events(rows)
  }

  /// Reads the data set in `directory` and keeps the base of an official split of it.
  package init(
    directory: String, base split: OfficialSplit = .ua, tolerance: RowTolerance = .defaults
  ) throws(DatasetError) {
    self.init(try Dataset.read(directory: directory, tolerance: tolerance), base: split)
  }

  package var interactions: Interactions { Interactions(users: catalogue.userCount, events: events) }
}
