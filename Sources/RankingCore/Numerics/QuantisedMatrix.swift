import CKernels

/// A matrix of 8-bit integers with one scale a row: a quarter of the memory of floats, scanned exactly.
///
/// Element (r, c) stands for values[r, c] * scales[r]; each row uses the range -127...127 in full. Scores from it
/// are those of the rounded factors, with the same bits on every instruction set.
package final class QuantisedMatrix: Sendable {
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
      scales.base[row] = Self.round(matrix[row: row]) { values.base[place(row, $0)] = $1 }
    }
  }

  /// Tells the bytes of a row by column, and returns its scale.
  static func round(_ row: UnsafeBufferPointer<Float>, _ write: (_ column: Int, Int8) -> Void) -> Float {
    let scale = row.reduce(0) { max($0, abs($1)) } / 127
    for (column, value) in row.enumerated() where scale > 0 {
      write(column, Int8(min(max((value / scale).rounded(.toNearestOrEven), -127), 127)))
    }
    return scale
  }

  private func place(_ row: Int, _ column: Int) -> Int {
    ((row / 64 * columns / 4 + column / 4) * 64 + row % 64) * 4 + column % 4
  }

  /// The bytes that a scan reads.
  package var byteCount: Int { values.count + scales.count * MemoryLayout<Float>.stride }

  /// Writes the product of every row with `x` (`columns` finite floats), itself rounded to 8 bits, to `out`; `work`
  /// holds `columns` integers.
  package func scan(
    _ x: UnsafePointer<Float>, into out: UnsafeMutablePointer<Float>, work: UnsafeMutablePointer<Int8>
  ) {
    kernels.scan_int8(values.base, scales.base, rows, columns, x, work, out)
  }
}
