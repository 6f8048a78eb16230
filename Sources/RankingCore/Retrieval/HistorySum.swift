import CKernels

/// Rows, one for each item, of which those of a history are summed, each with the weight of its rating.
///
/// Where every item counts alike and the precision is `int8`, sums go over rounded entries: rows come from far caches,
/// and a quarter of the bytes takes a quarter of the time.
final class HistorySum: Sendable {
  private let rows: Matrix<Float>
  private let weight: RatingWeight
  private let rounded: Rounded?

  private enum Rounded {
    case bytes(ByteRows)
    case nibbles(NibbleRows)
  }

  /// - Parameters:
  ///   - rows: padded.
  ///   - bits: of a rounded entry, 8 or 4.
  init(_ rows: Matrix<Float>, weight: RatingWeight, precision: ServingPrecision, bits: Int = 8) {
    precondition(bits == 8 || bits == 4)
    self.rows = rows
    self.weight = weight
    if weight == .uniform && precision == .int8 {
      rounded = bits == 4 ? .nibbles(NibbleRows(rows)) : .bytes(ByteRows(rows))
    } else {
      rounded = nil
    }
  }

  /// What the sum over a history of `count` items reads.
  func bytesRead(_ count: Int) -> Int {
    switch rounded {
    case .bytes(let bytes): bytes.rowBytes * count
    case .nibbles(let nibbles): nibbles.rowBytes * count
    case nil: rows.rowBytes * count
    }
  }

  /// Writes one sum for each column to `sums`; false, with `sums` untouched, for an empty history.
  func sum(
    _ history: History, into sums: UnsafeMutablePointer<Float>, scratch: RetrievalScratch
  ) -> Bool {
    guard let items = history.items.baseAddress, history.count > 0 else { return false }
    switch rounded {
    case .bytes(let bytes): bytes.sum(items, count: history.count, into: sums)
    case .nibbles(let nibbles): nibbles.sum(items, count: history.count, into: sums)
    case nil:
      let weights = weight.weights(of: history, scratch)
      kernels.accumulate_rows(rows.base, rows.columns, rows.stride, items, weights, history.count, sums)
    }
    return true
  }
}
