package import RankingCore

/// The rows that tuning may see: those outside the official test rows, or all of a data set without such.
///
/// Code that tunes takes this type. It holds no hidden row, and nothing leads from it to one.
package struct TuningDataset: Sendable {
  package let catalogue: Catalogue
  /// Fingerprint of the whole data set it was taken from.
  package let fingerprint: String
  /// Dense indexes, in original row order.
  package let events: [Interactions.Event]
  /// 0-based row of the interactions file for each event, ascending.
  package let rows: [Int32]

  /// The base rows of `split`.
  package init(_ dataset: Dataset, base split: Split) {
    catalogue = dataset.catalogue
    fingerprint = dataset.fingerprint
    rows = split.train
    events = dataset.events(split.train)
  }

  /// Reads the data set in `directory` and keeps the base of an official split of it.
  package init(
    directory: String, base split: OfficialSplit = .ua, tolerance: RowTolerance = .defaults
  ) throws(DatasetError) {
    let dataset = try Dataset.read(directory: directory, tolerance: tolerance)
    self.init(dataset, base: split.cut(dataset.events))
  }

  package var interactions: Interactions { Interactions(users: catalogue.userCount, events: events) }
}
