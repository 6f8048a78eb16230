package import RankingCore

/// Events and what they are about, as read from files.
///
/// Rules: rows keep the order of their file. Of several events for one (user, item) all are kept here, and
/// `Interactions` keeps the latest. A row without a rating has rating 1, without a time has time 0. A row with a
/// negative rating is no sign of interest: it is left out and counted. A rating that is not finite is a bad row.
/// A file without data rows is an error. Users and items that only their own files name stay in the catalogue.
package struct Dataset: Sendable {
  package let catalogue: Catalogue
  /// Dense indexes, in original row order.
  package let events: [Interactions.Event]
  /// What reading left out.
  package let rowReport: RowReport
  /// SHA-256 of the normalised content, 64 hexadecimal digits: the same whatever layout it was read from.
  package let fingerprint: String

  package init(catalogue: Catalogue, events: [Interactions.Event], rowReport: RowReport = RowReport()) {
    self.catalogue = catalogue
    self.events = events
    self.rowReport = rowReport
    fingerprint = DatasetFingerprint.compute(catalogue: catalogue, events: events)
  }

  /// The events of `rows` (0-based), in the order given.
  package func events(_ rows: [Int32]) -> [Interactions.Event] { rows.map { events[Int($0)] } }
}
