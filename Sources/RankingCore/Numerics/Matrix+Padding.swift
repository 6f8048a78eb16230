extension Matrix where Element == Float {
  /// The row stride of `columns` floats when rows start on 64-byte boundaries.
  package static func paddedStride(_ columns: Int) -> Int { (columns + 15) / 16 * 16 }

  /// The same values with rows on 64-byte boundaries and zeros up to the stride; `self` if it is so already.
  package func padded() -> Matrix<Float> {
    let stride = Self.paddedStride(columns)
    let aligned = UInt(bitPattern: base) % 64 == 0
    return self.stride == stride && columns == stride && aligned ? self : copied()
  }

  /// The same values in memory of their own, padded.
  package func copied() -> Matrix<Float> {
    Matrix(rows: rows, columns: columns) { row, target in
      target.update(from: base + row * stride, count: columns)
    }
  }

  /// A padded matrix whose rows `fill` writes, each zero before.
  package init(rows: Int, columns: Int, fill: (Int, UnsafeMutablePointer<Float>) throws -> Void) rethrows {
    let stride = Self.paddedStride(columns)
    let storage = AlignedStorage<Float>(count: rows * stride, repeating: 0)
    for row in 0..<rows { try fill(row, storage.base + row * stride) }
    self.init(
      rows: rows, columns: columns, stride: stride, base: UnsafePointer(storage.base), owner: storage)
  }

  /// The first element that is NaN or infinite, as (row, column).
  package func firstNonFinite() -> (row: Int, column: Int)? {
    for row in 0..<rows {
      for column in 0..<columns where !base[row * stride + column].isFinite { return (row, column) }
    }
    return nil
  }
}
