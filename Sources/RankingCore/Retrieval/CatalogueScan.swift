import CKernels

/// Rows, one for each item, that are all compared with one vector.
final class CatalogueScan: Sendable {
  private let rows: Matrix<Float>
  private let bytes: QuantisedMatrix?

  /// - Parameter rows: padded.
  init(_ rows: Matrix<Float>, precision: ServingPrecision) {
    self.rows = rows
    bytes = precision == .int8 ? QuantisedMatrix(rows) : nil
  }

  /// What a scan reads.
  var bytesRead: Int { bytes?.byteCount ?? rows.byteCount }

  /// Writes each row's product with `x` (as many floats as a row's stride, zero beyond its columns) to `scores`.
  func score(
    _ x: UnsafePointer<Float>, into scores: UnsafeMutablePointer<Float>, scratch: RetrievalScratch
  ) {
    guard let bytes else {
      return kernels.scan(rows.base, rows.rows, rows.stride, rows.stride, x, scores)
    }
    bytes.scan(x, into: scores, work: scratch.integers(bytes.columns))
  }
}
