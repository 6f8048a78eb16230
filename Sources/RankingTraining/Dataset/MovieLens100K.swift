import RankingCore

/// What MovieLens 100K is known to hold, whatever layout it is read from.
package enum MovieLens100K {
  package static let rows = 100_000
  package static let users = 943
  package static let items = 1_682
  package static let hiddenRows = 9_430
  /// `196 242 3 881250949`
  package static let firstRow: (user: Int64, item: Int64, rating: Float, timestamp: Int64) =
    (196, 242, 3, 881_250_949)
  /// The data set's fingerprint after normalisation.
  package static let fingerprint = "787c723a702a97c20dfc13e876461e860f1e8e48acbc26dc1449ba6bbe338f5a"

  /// Throws unless `dataset` is MovieLens 100K, complete and unchanged.
  package static func check(_ dataset: Dataset, source: String) throws(DatasetError) {
    try expect("rows", dataset.events.count, rows, source)
    try expect("users", dataset.catalogue.userCount, users, source)
    try expect("items", dataset.catalogue.itemCount, items, source)
    try checkFirstRow(dataset, source)
    for split in OfficialSplit.allCases {
      try expect("\(split).test rows", split.cut(dataset.events).test.count, hiddenRows, source)
    }
    guard dataset.fingerprint == fingerprint else {
      throw DatasetError(
        .unexpectedContent, file: source, "fingerprint \(dataset.fingerprint), expected \(fingerprint)")
    }
  }

  private static func expect(
    _ what: String, _ found: Int, _ expected: Int, _ source: String
  ) throws(DatasetError) {
    guard found != expected else { return }
    throw DatasetError(.unexpectedContent, file: source, "\(found) \(what), expected \(expected)")
  }

  private static func checkFirstRow(_ dataset: Dataset, _ source: String) throws(DatasetError) {
    let event = dataset.events[0]
    let found = (
      dataset.catalogue.userID(Int(event.user)), dataset.catalogue.itemID(Int(event.item)), event.rating,
      event.timestamp
    )
    guard found == firstRow else {
      throw DatasetError(.unexpectedContent, file: source, "first row is \(found), expected \(firstRow)")
    }
  }
}
