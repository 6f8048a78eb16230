/// A read-only, row-major matrix, either owned or a view into a mapped file.
///
/// Rows start `stride` elements apart. Copies share the storage, which `owner` keeps alive; nothing
/// writes to it after the matrix is made, so it crosses threads freely.
package struct Matrix<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  package let rows: Int
  package let columns: Int
  package let stride: Int
  /// The first element; valid as long as this value, or a copy of it, lives.
  package let base: UnsafePointer<Element>
  private let owner: AnyObject

  /// A view of `rows * stride` elements at `base` that live as long as `owner`.
  package init(rows: Int, columns: Int, stride: Int, base: UnsafePointer<Element>, owner: AnyObject) {
    precondition(rows >= 0 && columns >= 0 && stride >= columns)
    self.rows = rows
    self.columns = columns
    self.stride = stride
    self.base = base
    self.owner = owner
  }

  /// A copy of `values`, which hold `rows * columns` elements row by row, on a 64-byte boundary.
  package init(rows: Int, columns: Int, _ values: some Collection<Element>) {
    precondition(values.count == rows * columns, "\(values.count) values for \(rows) x \(columns)")
    let storage = AlignedStorage<Element>(count: rows * columns)
    _ = storage.buffer.initialize(from: values)
    self.init(
      rows: rows, columns: columns, stride: columns, base: UnsafePointer(storage.base), owner: storage)
  }

  /// Row `index`; valid as long as the matrix lives.
  package subscript(row index: Int) -> UnsafeBufferPointer<Element> {
    precondition(index >= 0 && index < rows)
    return UnsafeBufferPointer(start: base + index * stride, count: columns)
  }

  /// Bytes from one row to the next.
  package var rowBytes: Int { stride * MemoryLayout<Element>.stride }
  /// Bytes of all rows.
  package var byteCount: Int { rows * rowBytes }

  /// All elements, row by row, without the padding of the stride.
  package func flattened() -> [Element] {
    var result: [Element] = []
    result.reserveCapacity(rows * columns)
    for row in 0..<rows { result.append(contentsOf: self[row: row]) }
    return result
  }
}
