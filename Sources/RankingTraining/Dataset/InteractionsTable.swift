package import RankingCore

/// Rows of a data set as a tab-separated file that our own readers, and others', read: user, item, rating, timestamp.
package struct InteractionsTable {
  private let dataset: Dataset

  package init(_ dataset: Dataset) { self.dataset = dataset }

  /// Writes `rows`, 0-based, in the order given.
  package func write(_ rows: [Int32], to path: String) throws(AtomicFile.Failure) {
    var bytes = Array("user_id\titem_id\trating\ttimestamp\n".utf8)
    for event in dataset.events(rows) {
      let user = dataset.catalogue.userKey(Int(event.user))
      let item = dataset.catalogue.itemKey(Int(event.item))
      bytes += Array("\(user)\t\(item)\t\(Self.plain(event.rating))\t\(event.timestamp)\n".utf8)
    }
    try AtomicFile.write(bytes, to: path)
  }

  /// `3`, not `3.0`.
  private static func plain(_ rating: Float) -> String {
    Int32(exactly: rating).map { String($0) } ?? String(rating)
  }
}
