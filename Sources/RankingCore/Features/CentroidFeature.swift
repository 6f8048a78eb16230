import CKernels

/// Cosine of a candidate's text with the sum of the history's texts; NaN where the history has none.
struct CentroidFeature: FeatureGroup {
  /// [items, dimension], padded, rows of length 1.
  private let embeddings: Matrix<Float>

  init(_ signals: SemanticSignals) { embeddings = signals.embeddings.padded() }

  let features = [
    FeatureDescriptor(
      "semantic.centroid", .pair, .cosine,
      "the item's text and the sum of the history's texts; missing without history")
  ]

  func fill(_ context: FeatureContext, into columns: FeatureColumns) {
    let (width, cosines) = (embeddings.stride, columns[0])
    withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { buffer in
      guard let centre = buffer.baseAddress else { return }
      sum(context.query.history, into: centre)
      var square: Float = 0
      kernels.scan(centre, 1, width, width, centre, &square)
      let scale = square > 0 ? 1 / square.squareRoot() : .nan
      for (row, candidate) in context.candidates.enumerated() {
        kernels.scan(embeddings.base + Int(candidate) * width, 1, width, width, centre, cosines + row)
        cosines[row] *= scale
      }
    }
  }

  private func sum(_ history: History, into centre: UnsafeMutablePointer<Float>) {
    let width = embeddings.stride
    centre.initialize(repeating: 0, count: width)
    for item in history.items {
      let row = embeddings.base + Int(item) * width
      for column in 0..<width { centre[column] += row[column] }
    }
  }
}
