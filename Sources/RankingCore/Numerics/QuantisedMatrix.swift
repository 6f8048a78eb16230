import CKernels

/// A matrix of 8-bit integers with one scale a row: a quarter of the memory of floats, scanned exactly.
///
/// Element (r, c) stands for values[r, c] * scales[r]; each row uses the range -127...127 in full. Scores from it
/// are those of the rounded factors, with the same bits on every instruction set.
package struct QuantisedMatrix: Sendable {
  package let rows: Int
  package let columns: Int
  private let stride: Int
  private let values: AlignedStorage<Int8>
  private let scales: AlignedStorage<Float>

  /// Rounds finite `matrix`, which has at most 65,536 columns.
  package init(_ matrix: Matrix<Float>) {
    precondition(matrix.columns <= 1 << 16)
    rows = matrix.rows
    columns = matrix.columns
    stride = (columns + 63) / 64 * 64
    values = AlignedStorage(count: rows * stride, repeating: 0)
    scales = AlignedStorage(count: rows)
    for row in 0..<rows {
      let source = matrix[row: row]
      let scale = Self.scale(source)
      scales.base[row] = scale
      for column in 0..<columns {
        values.base[row * stride + column] = Int8(Self.round(source[column], scale))
      }
    }
  }

  /// The bytes that a scan reads.
  package var byteCount: Int { rows * (stride + MemoryLayout<Float>.stride) }

  /// Writes the product of every row with `x` (`columns` finite floats), itself rounded, to `out`; `work` holds
  /// `columns` integers.
  package func scan(
    _ x: UnsafePointer<Float>, into out: UnsafeMutablePointer<Float>, work: UnsafeMutablePointer<Int16>
  ) {
    let vector = UnsafeBufferPointer(start: x, count: columns)
    let scale = Self.scale(vector)
    for column in 0..<columns { work[column] = Self.round(vector[column], scale) }
    kernels.scan_int8(values.base, scales.base, rows, columns, stride, work, scale, out)
  }

  private static func scale(_ values: UnsafeBufferPointer<Float>) -> Float {
    values.reduce(0) { max($0, abs($1)) } / 127
  }

  private static func round(_ value: Float, _ scale: Float) -> Int16 {
    scale > 0 ? Int16(min(max((value / scale).rounded(.toNearestOrEven), -127), 127)) : 0
  }
}
