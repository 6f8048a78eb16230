import CKernels

/// Rows, one for each item, of which those of a history are summed, each with the weight of its rating.
///
/// Where every item counts alike and the precision is `int8`, sums go over bytes: rows come from far caches, and a
/// quarter of the bytes takes a quarter of the time.
struct HistorySum: Sendable {
  private let rows: Matrix<Float>
  private let weight: RatingWeight
  private let bytes: ByteRows?

  /// - Parameter rows: padded.
  init(_ rows: Matrix<Float>, weight: RatingWeight, precision: ServingPrecision) {
    self.rows = rows
    self.weight = weight
    bytes = weight == .uniform && precision == .int8 ? ByteRows(rows) : nil
  }

  /// What the sum over a history of `count` items reads.
  func bytesRead(_ count: Int) -> Int { (bytes?.rowBytes ?? rows.rowBytes) * count }

  /// Writes one sum for each column to `sums`; false, with `sums` untouched, for an empty history.
  func sum(
    _ history: History, into sums: UnsafeMutablePointer<Float>, scratch: RetrievalScratch
  ) -> Bool {
    guard let items = history.items.baseAddress, history.count > 0 else { return false }
    if let bytes {
      bytes.sum(items, count: history.count, into: sums)
      return true
    }
    let weights = weight.weights(of: history, scratch)
    kernels.accumulate_rows(rows.base, rows.columns, rows.stride, items, weights, history.count, sums)
    return true
  }
}
