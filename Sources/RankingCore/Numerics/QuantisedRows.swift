import CKernels

/// The rows of a `QuantisedMatrix` one after the other, for products with few of them: a row costs a cache line or two.
package struct QuantisedRows: Sendable {
  /// Rounded up to a multiple of 4; the last may be zeros.
  package let columns: Int
  private let values: AlignedStorage<Int8>
  private let scales: AlignedStorage<Float>

  /// Rounds finite `matrix`, which has at most 65,536 columns.
  package init(_ matrix: Matrix<Float>) {
    precondition(matrix.columns <= 1 << 16)
    columns = (matrix.columns + 3) / 4 * 4
    values = AlignedStorage(count: matrix.rows * columns, repeating: 0)
    scales = AlignedStorage(count: matrix.rows)
    for row in 0..<matrix.rows {
      scales.base[row] = QuantisedMatrix.round(matrix[row: row]) {
        values.base[row * columns + $0] = $1
      }
    }
  }

  /// Writes the products of the rows at `indexes` with `x` (`columns` finite floats) to `out`: the bits that
  /// `QuantisedMatrix.scan` gives them. `work` holds `columns` integers.
  package func products(
    of indexes: UnsafeBufferPointer<Int32>, with x: UnsafePointer<Float>,
    into out: UnsafeMutablePointer<Float>,
    work: UnsafeMutablePointer<Int8>
  ) {
    guard let places = indexes.baseAddress else { return }
    kernels.dots_int8(values.base, scales.base, places, indexes.count, columns, x, work, out)
  }
}
