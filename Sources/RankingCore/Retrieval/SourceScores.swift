import CKernels

/// What every source of a stage said about every item: one dense row of raw scores a source, and what makes
/// them comparable, their mean and deviation over the catalogue.
///
/// The standard score of an item is (score - mean) * inverseDeviation. Valid until the next run with the same
/// scratch.
package final class SourceScores {
  /// How many sources, in the order of the stage.
  package let count: Int
  private let catalogueSize: Int
  private let stride: Int
  private let storage: AlignedStorage<Float>
  private var rows: [Row]

  private struct Row {
    /// Own memory or that of `constant`; nil: it does not know the user.
    var values: UnsafePointer<Float>?
    var moments: Moments
    /// Keeps scores alive that are the same for everyone.
    var constant: Matrix<Float>?
  }

  /// Of one source's scores over the catalogue.
  struct Moments: Sendable {
    var mean: Float = 0
    /// 1 / standard deviation; 0 when the scores do not vary.
    var inverseDeviation: Float = 0

    init(_ scores: UnsafePointer<Float>, count: Int) {
      kernels.moments(scores, count, &mean, &inverseDeviation)
    }

    fileprivate init() {}
  }

  init(sources: Int, catalogueSize: Int) {
    count = sources
    self.catalogueSize = catalogueSize
    stride = Matrix<Float>.paddedStride(catalogueSize)
    storage = AlignedStorage(count: sources * stride, repeating: 0)
    rows = Array(repeating: Row(moments: Moments()), count: sources)
  }

  /// Whether source `index` knew this user.
  package func isAvailable(_ index: Int) -> Bool { self[index].values != nil }

  /// Writes the standard scores of `items` by source `index` to `target`, NaN if it does not know the user.
  package func standardize(
    _ index: Int, _ items: UnsafeBufferPointer<Int32>, into target: UnsafeMutablePointer<Float>
  ) {
    let row = self[index]
    guard let values = row.values, let places = items.baseAddress else {
      return target.update(repeating: .nan, count: items.count)
    }
    let (mean, inverse) = (row.moments.mean, row.moments.inverseDeviation)
    kernels.gather_standardized(values, places, items.count, mean, inverse, target)
  }

  /// Writes the standard scores of the whole catalogue by source `index` to `target`; zeros if it does not know
  /// the user.
  package func standardize(_ index: Int, into target: UnsafeMutablePointer<Float>) {
    let row = self[index]
    guard let values = row.values else { return target.update(repeating: 0, count: catalogueSize) }
    for item in 0..<catalogueSize {
      target[item] = (values[item] - row.moments.mean) * row.moments.inverseDeviation
    }
  }

  /// Raw scores and moments of source `index`; nil if it does not know the user.
  func scores(_ index: Int) -> (values: UnsafePointer<Float>, moments: Moments)? {
    let row = self[index]
    return row.values.map { ($0, row.moments) }
  }

  /// Where source `index` writes its raw scores.
  func own(_ index: Int) -> UnsafeMutablePointer<Float> {
    precondition(index >= 0 && index < count)
    return storage.base + index * stride
  }

  /// Source `index` wrote its scores to its own row.
  func record(_ index: Int) {
    let row = own(index)
    rows[index] = Row(values: row, moments: Moments(row, count: catalogueSize))
  }

  /// Source `index` says the same for everyone.
  func record(_ index: Int, constant: Matrix<Float>, _ moments: Moments) {
    precondition(index >= 0 && index < count)
    rows[index] = Row(values: constant.base, moments: moments, constant: constant)
  }

  /// Source `index` does not know the user.
  func recordUnknown(_ index: Int) {
    precondition(index >= 0 && index < count)
    rows[index] = Row(moments: Moments())
  }

  private subscript(index: Int) -> Row {
    precondition(index >= 0 && index < count)
    return rows[index]
  }
}
