import CKernels

/// A matrix of 8-bit integers with one scale a row: a quarter of the memory of floats, scanned exactly.
///
/// Element (r, c) stands for values[r, c] * scales[r]; each row uses the range -127...127 in full. Scores from it
/// are those of the rounded factors, with the same bits on every instruction set.
package struct QuantisedMatrix: Sendable {
  package let rows: Int
  /// Rounded up to a multiple of 4; the last may be zeros.
  package let columns: Int
  /// Rows in blocks of 64, four columns at a time (`scan_int8` in CKernels.h).
  private let values: AlignedStorage<Int8>
  private let scales: AlignedStorage<Float>

  /// Rounds finite `matrix`, which has at most 65,536 columns.
  package init(_ matrix: Matrix<Float>) {
    precondition(matrix.columns <= 1 << 16)
    rows = matrix.rows
    columns = (matrix.columns + 3) / 4 * 4
    values = AlignedStorage(count: (rows + 63) / 64 * 64 * columns, repeating: 0)
    scales = AlignedStorage(count: rows)
    for row in 0..<rows {
      let source = matrix[row: row]
      let scale = source.reduce(0) { max($0, abs($1)) } / 127
      scales.base[row] = scale
      for (column, value) in source.enumerated() where scale > 0 {
        let step = (value / scale).rounded(.toNearestOrEven)
        values.base[place(row, column)] = Int8(min(max(step, -127), 127))
      }
    }
  }

  private func place(_ row: Int, _ column: Int) -> Int {
    ((row / 64 * columns / 4 + column / 4) * 64 + row % 64) * 4 + column % 4
  }

  /// The bytes that a scan reads.
  package var byteCount: Int { values.count + scales.count * MemoryLayout<Float>.stride }

  /// Writes the product of every row with `x` (`columns` finite floats), itself rounded, to `out`; `work` holds
  /// `columns` integers.
  package func scan(
    _ x: UnsafePointer<Float>, into out: UnsafeMutablePointer<Float>, work: UnsafeMutablePointer<Int16>
  ) {
    kernels.scan_int8(values.base, scales.base, rows, columns, x, work, out)
  }
}
