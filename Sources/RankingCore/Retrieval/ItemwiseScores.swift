import CKernels

/// What a product source says of few items, without a pass over the catalogue.
///
/// The mean of its scores over the catalogue is the vector's product with the mean row, their variance xᵀΣx with Σ the
/// rows' covariance, both of the rows before they are rounded. So standard scores cost the items that are asked for,
/// and n² for n columns.
final class ItemwiseScores: Sendable {
  private let source: any ProductSource
  private let rounded: QuantisedRows?
  /// [1 + n, n]: the mean row, then the covariance.
  private let statistics: Matrix<Float>

  init(_ source: any ProductSource) {
    self.source = source
    rounded = source.precision == .int8 ? QuantisedRows(source.items) : nil
    statistics = Self.statistics(of: source.items)
  }

  /// Floats of a vector.
  var width: Int { source.items.stride }

  /// Writes the query's vector to `vector` and returns what its scores over the catalogue come to; nil, with `vector`
  /// untouched: the source knows nothing of the query.
  func moments(
    of query: UserQuery, vector: UnsafeMutablePointer<Float>, _ scratch: RetrievalScratch
  ) -> SourceScores.Moments? {
    guard let own = source.vector(of: query, scratch) else { return nil }
    vector.update(from: own, count: width)
    let (n, rows) = (statistics.columns, statistics.rows)
    let products = scratch.floats(rows)
    kernels.scan(statistics.base, rows, n, statistics.stride, vector, products)
    var variance: Float = 0
    kernels.scan(products + 1, 1, n, n, vector, &variance)
    return SourceScores.Moments(mean: products[0], variance: variance)
  }

  /// Writes the raw scores of `items` for `vector` to `scores`.
  func score(
    _ items: UnsafeBufferPointer<Int32>, _ vector: UnsafePointer<Float>,
    into scores: UnsafeMutablePointer<Float>, _ scratch: RetrievalScratch
  ) {
    if let rounded {
      let work = scratch.integers(rounded.columns)
      return rounded.products(of: items, with: vector, into: scores, work: work)
    }
    let rows = source.items
    for (place, item) in items.enumerated() {
      kernels.scan(rows.base + Int(item) * rows.stride, 1, rows.stride, rows.stride, vector, scores + place)
    }
  }

  private static func statistics(of rows: Matrix<Float>) -> Matrix<Float> {
    let (n, stride, count) = (rows.columns, rows.stride, rows.rows)
    let gram = AlignedStorage<Float>(count: stride * stride, repeating: 0)
    kernels.gram_rows(rows.base, stride, stride, nil, nil, count, gram.base, stride)
    var mean = [Float](repeating: 0, count: n)
    for row in 0..<count {
      for (column, value) in rows[row: row].enumerated() { mean[column] += value }
    }
    let scale = 1 / Float(max(1, count))
    for column in 0..<n { mean[column] *= scale }
    return Matrix(rows: 1 + n, columns: n) { row, target in
      for column in 0..<n {
        let (low, high) = (min(row - 1, column), max(row - 1, column))
        target[column] =
          row == 0 ? mean[column] : gram.base[low * stride + high] * scale - mean[low] * mean[high]
      }
    }
  }
}
