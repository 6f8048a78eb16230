import CKernels

/// How close a candidate's text is to the closest texts of the history: the largest cosine and the mean of the five
/// largest, of fewer where the history is shorter; NaN without history.
struct SimilarityFeatures: FeatureGroup {
  /// [items, dimension], padded, rows of length 1.
  private let embeddings: Matrix<Float>

  private static let closest = 5

  init(_ signals: SemanticSignals) { embeddings = signals.embeddings.padded() }

  let features = [
    FeatureDescriptor(
      "semantic.max_similarity", .pair, .cosine,
      "the item's text and the closest text of the history; missing without history"),
    FeatureDescriptor(
      "semantic.top5_similarity", .pair, .cosine,
      "mean over the five closest texts of the history; missing without history"),
  ]

  func fill(_ context: FeatureContext, into columns: FeatureColumns) {
    let (width, history) = (embeddings.stride, context.query.history.items)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: history.count * (width + 1)) { buffer in
      guard let rows = buffer.baseAddress, !history.isEmpty else { return fillUnknown(context, columns) }
      let cosines = UnsafeMutableBufferPointer(rebasing: buffer[(history.count * width)...])
      for (place, item) in history.enumerated() {
        (rows + place * width).initialize(from: embeddings.base + Int(item) * width, count: width)
      }
      for (row, candidate) in context.candidates.enumerated() {
        let text = embeddings.base + Int(candidate) * width
        kernels.scan(rows, history.count, width, width, text, cosines.baseAddress)
        (columns[0][row], columns[1][row]) = Self.summary(UnsafeBufferPointer(cosines))
      }
    }
  }

  private func fillUnknown(_ context: FeatureContext, _ columns: FeatureColumns) {
    for column in features.indices {
      columns[column].update(repeating: .nan, count: context.candidates.count)
    }
  }

  /// The largest of at least one number and the mean of the largest ones.
  private static func summary(_ cosines: UnsafeBufferPointer<Float>) -> (largest: Float, mean: Float) {
    var best = SIMD8<Float>(repeating: -.infinity)
    for cosine in cosines where cosine > best[closest - 1] {
      var place = closest - 1
      while place > 0, best[place - 1] < cosine {
        best[place] = best[place - 1]
        place -= 1
      }
      best[place] = cosine
    }
    let count = min(closest, cosines.count)
    var sum: Float = 0
    for place in 0..<count { sum += best[place] }
    return (best[0], sum / Float(count))
  }
}
