import CKernels

/// What every source of a stage said about every item: one dense row of raw scores a source, and what makes
/// them comparable, their mean and deviation over the catalogue.
///
/// The standard score of an item is (score - mean) * inverseDeviation. A source of which only some items' scores will
/// be asked for may leave its row out (`ItemwiseScores`). Valid until the next run with the same scratch.
package final class SourceScores {
  /// How many sources, in the order of the stage.
  package let count: Int
  private let catalogueSize: Int
  private let stride: Int
  private let storage: AlignedStorage<Float>
  private var rows: [Row]
  /// What rows point into beside `storage`: kept until another run needs something else.
  private var constants: [Matrix<Float>?]
  private var itemwise: [ItemwiseRow?]

  private enum Row {
    case unknown
    /// Own memory or that of a constant.
    case dense(UnsafePointer<Float>, Moments)
    case itemwise(Moments)
  }

  /// Of one source's scores over the catalogue.
  struct Moments: Sendable {
    var mean: Float = 0
    /// 1 / standard deviation; 0 when the scores do not vary.
    var inverseDeviation: Float = 0

    init(_ scores: UnsafePointer<Float>, count: Int) {
      kernels.moments(scores, count, &mean, &inverseDeviation)
    }

    init(mean: Float, variance: Float) {
      self.mean = mean
      inverseDeviation = variance > 1e-24 ? 1 / variance.squareRoot() : 0
    }
  }

  /// A source that is asked item by item, and what stands for the query of the run.
  private struct ItemwiseRow {
    let scores: ItemwiseScores
    let vector: AlignedStorage<Float>
  }

  init(sources: Int, catalogueSize: Int) {
    count = sources
    self.catalogueSize = catalogueSize
    stride = Matrix<Float>.paddedStride(catalogueSize)
    storage = AlignedStorage(count: sources * stride, repeating: 0)
    rows = Array(repeating: .unknown, count: sources)
    constants = Array(repeating: nil, count: sources)
    itemwise = Array(repeating: nil, count: sources)
  }

  /// Whether source `index` knew this user.
  package func isAvailable(_ index: Int) -> Bool {
    if case .unknown = self[index] { false } else { true }
  }

  /// Writes the standard scores of `items` by source `index` to `target`, NaN if it does not know the user.
  package func standardize(
    _ index: Int, _ items: UnsafeBufferPointer<Int32>, into target: UnsafeMutablePointer<Float>,
    scratch: RetrievalScratch
  ) {
    guard let places = items.baseAddress else { return }
    switch self[index] {
    case .unknown: target.update(repeating: .nan, count: items.count)
    case .dense(let values, let moments):
      kernels.gather_standardized(
        values, places, items.count, moments.mean, moments.inverseDeviation, target)
    case .itemwise(let moments):
      guard let row = itemwise[index] else { return }
      row.scores.score(items, row.vector.base, into: target, scratch)
      for place in items.indices { target[place] = moments.standardized(target[place]) }
    }
  }

  /// Writes the standard scores of the whole catalogue by source `index` to `target`; zeros if it does not know
  /// the user.
  package func standardize(_ index: Int, into target: UnsafeMutablePointer<Float>) {
    guard let (values, moments) = scores(index) else {
      return target.update(repeating: 0, count: catalogueSize)
    }
    for item in 0..<catalogueSize { target[item] = moments.standardized(values[item]) }
  }

  /// Raw scores and moments of source `index`; nil if it does not know the user or has no row.
  func scores(_ index: Int) -> (values: UnsafePointer<Float>, moments: Moments)? {
    guard case .dense(let values, let moments) = self[index] else { return nil }
    return (values, moments)
  }

  /// As `scores(_:)`, also of a source that left its row out: it is asked for every item now.
  func filled(
    _ index: Int, scratch: RetrievalScratch
  ) -> (values: UnsafePointer<Float>, moments: Moments)? {
    guard case .itemwise(let moments) = self[index], let row = itemwise[index] else { return scores(index) }
    Array(0..<Int32(catalogueSize)).withUnsafeBufferPointer {
      row.scores.score($0, row.vector.base, into: own(index), scratch)
    }
    return (UnsafePointer(own(index)), moments)
  }

  /// Where source `index` writes its raw scores.
  func own(_ index: Int) -> UnsafeMutablePointer<Float> {
    precondition(index >= 0 && index < count)
    return storage.base + index * stride
  }

  /// Source `index` wrote its scores to its own row.
  func record(_ index: Int) {
    let row = own(index)
    rows[index] = .dense(row, Moments(row, count: catalogueSize))
  }

  /// Source `index` says the same for everyone.
  func record(_ index: Int, constant: Matrix<Float>, _ moments: Moments) {
    precondition(index >= 0 && index < count)
    if constants[index]?.base != constant.base { constants[index] = constant }
    rows[index] = .dense(constant.base, moments)
  }

  /// Source `index` will be asked item by item.
  func record(
    _ index: Int, itemwise scores: ItemwiseScores, _ query: UserQuery, _ scratch: RetrievalScratch
  ) {
    precondition(index >= 0 && index < count)
    let row: ItemwiseRow
    if let last = itemwise[index], last.scores === scores {
      row = last
    } else {
      row = ItemwiseRow(scores: scores, vector: AlignedStorage(count: scores.width))
      itemwise[index] = row
    }
    let moments = scores.moments(of: query, vector: row.vector.base, scratch)
    rows[index] = moments.map { .itemwise($0) } ?? .unknown
  }

  /// Source `index` does not know the user.
  func recordUnknown(_ index: Int) {
    precondition(index >= 0 && index < count)
    rows[index] = .unknown
  }

  private subscript(index: Int) -> Row {
    precondition(index >= 0 && index < count)
    return rows[index]
  }
}

extension SourceScores.Moments {
  func standardized(_ score: Float) -> Float { (score - mean) * inverseDeviation }
}
