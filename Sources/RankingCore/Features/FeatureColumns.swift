/// Where a feature group writes: column `i` of the group starts at `base + i * stride`.
package struct FeatureColumns {
  package let base: UnsafeMutablePointer<Float>
  /// Elements from one column to the next, at least the number of rows.
  package let stride: Int

  package init(base: UnsafeMutablePointer<Float>, stride: Int) {
    self.base = base
    self.stride = stride
  }

  package subscript(column: Int) -> UnsafeMutablePointer<Float> { base + column * stride }

  /// The columns from `first` on, as a group sees its own.
  package func dropping(_ first: Int) -> FeatureColumns {
    FeatureColumns(base: base + first * stride, stride: stride)
  }
}
