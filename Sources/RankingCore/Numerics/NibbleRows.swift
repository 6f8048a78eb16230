import CKernels

/// The rows of a large matrix at 4 bits an entry, to be summed: half the bytes of `ByteRows`.
///
/// Column c's entries are rounded to levels of its largest magnitude / 28: 0, 1, 3, 6, 10, 15, 21 and 28 of either sign,
/// since most entries of a model of items are small and few are large. Sums of integers are exact in any order: every
/// instruction set gives the same bits.
package final class NibbleRows: Sendable {
  /// Levels of one sign, by how far the code is from that of zero.
  private static let levels: [Float] = [0, 1, 3, 6, 10, 15, 21, 28]
  private static let zero = 7

  private let columns: Int
  /// [rows, columns rounded up to 128]: two codes a byte (`sum_nibbles` in CKernels.h).
  private let codes: Matrix<UInt8>
  /// [1, columns]
  private let scales: Matrix<Float>

  package init(_ matrix: Matrix<Float>) {
    let (rows, columns) = (matrix.rows, matrix.columns)
    self.columns = columns
    let scales = AlignedStorage<Float>(count: columns, repeating: 0)
    for row in 0..<rows {
      for (column, entry) in matrix[row: row].enumerated() {
        scales.base[column] = max(scales.base[column], abs(entry) / 28)
      }
    }
    let stride = (columns + 127) / 128 * 64
    let codes = AlignedStorage<UInt8>(count: rows * stride, repeating: UInt8(Self.zero * 17))
    for row in 0..<rows {
      for (column, entry) in matrix[row: row].enumerated() where scales.base[column] > 0 {
        let code = Self.code(of: entry / scales.base[column])
        let (byte, shift) = (column / 128 * 64 + column % 64, column % 128 / 64 * 4)
        codes.base[row * stride + byte] &= ~(15 << UInt8(shift))
        codes.base[row * stride + byte] |= code << UInt8(shift)
      }
    }
    self.codes = Matrix(
      rows: rows, columns: stride, stride: stride, base: UnsafePointer(codes.base), owner: codes)
    self.scales = Matrix(
      rows: 1, columns: columns, stride: columns, base: UnsafePointer(scales.base), owner: scales)
  }

  /// The code of the nearest level; of two as near the smaller.
  private static func code(of value: Float) -> UInt8 {
    let size = abs(value)
    let distance = zip(levels, levels.dropFirst()).count { ($0 + $1) / 2 < size }
    return UInt8(value < 0 ? zero - distance : zero + distance)
  }

  /// Bytes of one row in memory.
  package var rowBytes: Int { codes.rowBytes }

  /// Writes the sum of the `count` rows at `indexes` to `sums`, one for each column.
  package func sum(
    _ indexes: UnsafePointer<Int32>, count: Int, into sums: UnsafeMutablePointer<Float>
  ) {
    kernels.sum_nibbles(codes.base, columns, codes.stride, indexes, count, scales.base, sums)
  }
}
