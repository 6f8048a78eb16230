import CKernels

/// The rows of a matrix at 8 bits an entry, to be summed: column c's entries are multiples of its largest
/// magnitude / 127, so that a sum of n rows is off by at most n / 2 such steps, and by about sqrt(n / 12).
///
/// Sums of integers are exact in any order: every instruction set gives the same bits.
package final class ByteRows: Sendable {
  private let columns: Int
  /// [rows, columns rounded up to 64]: entry / scale + 128.
  private let bytes: Matrix<UInt8>
  /// [1, columns rounded up to 64]
  private let scales: Matrix<Float>

  package init(_ matrix: Matrix<Float>) {
    columns = matrix.columns
    let stride = (matrix.columns + 63) / 64 * 64
    let scales = AlignedStorage<Float>(count: stride, repeating: 0)
    for row in 0..<matrix.rows {
      for (column, entry) in matrix[row: row].enumerated() {
        scales.base[column] = max(scales.base[column], abs(entry) / 127)
      }
    }
    let bytes = AlignedStorage<UInt8>(count: matrix.rows * stride, repeating: 128)
    for row in 0..<matrix.rows {
      for (column, entry) in matrix[row: row].enumerated() where scales.base[column] > 0 {
        let step = (entry / scales.base[column]).rounded()
        bytes.base[row * stride + column] = UInt8(128 + max(-127, min(127, step)))
      }
    }
    self.bytes = Matrix(
      rows: matrix.rows, columns: stride, stride: stride, base: UnsafePointer(bytes.base), owner: bytes)
    self.scales = Matrix(
      rows: 1, columns: stride, stride: stride, base: UnsafePointer(scales.base), owner: scales)
  }

  /// Bytes of one row in memory.
  package var rowBytes: Int { bytes.rowBytes }

  /// Writes the sum of the `count` rows at `indexes` to `sums`, one for each column.
  package func sum(
    _ indexes: UnsafePointer<Int32>, count: Int, into sums: UnsafeMutablePointer<Float>
  ) {
    kernels.sum_bytes(bytes.base, columns, bytes.stride, indexes, count, scales.base, sums)
  }
}
