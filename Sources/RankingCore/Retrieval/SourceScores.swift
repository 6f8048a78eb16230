/// What every source of a stage said about every item, as one dense row a source.
///
/// Rows hold z-scores over the catalogue: (score - mean) * inverseDeviation. The row of a source that
/// was not available holds zeros. Valid until the next run with the same scratch.
package final class SourceScores {
  /// How many sources, in the order of the stage.
  package let count: Int
  /// Floats from one row to the next.
  package let stride: Int
  private let storage: AlignedStorage<Float>
  /// Mean raw score of each source over the catalogue.
  package private(set) var means: [Float]
  /// 1 / standard deviation of the raw scores; 0 when they do not vary.
  package private(set) var inverseDeviations: [Float]
  private let availability: AlignedStorage<Bool>

  init(sources: Int, catalogueSize: Int) {
    count = sources
    stride = Matrix<Float>.paddedStride(catalogueSize)
    storage = AlignedStorage(count: sources * stride, repeating: 0)
    means = Array(repeating: 0, count: sources)
    inverseDeviations = Array(repeating: 0, count: sources)
    availability = AlignedStorage(count: sources, repeating: false)
  }

  /// The z-scores of source `index` for all items.
  package func row(_ index: Int) -> UnsafeMutablePointer<Float> {
    precondition(index >= 0 && index < count)
    return storage.base + index * stride
  }

  /// Whether source `index` knew this user.
  package func isAvailable(_ index: Int) -> Bool {
    precondition(index >= 0 && index < count)
    return availability.base[index]
  }

  func reset() { availability.buffer.update(repeating: false) }

  func record(_ index: Int, mean: Float, inverseDeviation: Float) {
    means[index] = mean
    inverseDeviations[index] = inverseDeviation
    availability.base[index] = true
  }

  /// Zeros for a source that does not know the user.
  func clear(_ index: Int) {
    row(index).update(repeating: 0, count: stride)
    means[index] = 0
    inverseDeviations[index] = 0
  }
}
