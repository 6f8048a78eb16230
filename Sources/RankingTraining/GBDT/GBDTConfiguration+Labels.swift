extension GBDTConfiguration {
  /// Highest label that NDCG takes: its gain is 2^label - 1.
  package static let maximumGrade: Float = 31

  /// - Throws: when the loss, or NDCG where rows are there to measure it on, has no value for a label; when a weight is
  ///   negative or no number.
  func check(_ matrix: TrainingMatrix, isValidation: Bool = false) throws(GBDTError) {
    let rows = isValidation ? "validation row" : "row"
    let (allowed, purpose) = isValidation ? (0...Self.maximumGrade, "NDCG") : (labels, loss.rawValue)
    if let row = matrix.labels.firstIndex(where: { !allowed.contains($0) }) {
      throw GBDTError(
        "the label of \(rows) \(row + 1) is \(matrix.labels[row]), \(purpose) allows \(Self.text(allowed))")
    }
    if let row = matrix.weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw GBDTError(
        "the weight of \(rows) \(row + 1) is \(matrix.weights[row]), allowed are numbers from 0")
    }
  }

  /// Labels that the loss has a value for.
  private var labels: ClosedRange<Float> {
    switch loss {
    case .logloss: 0...1
    case .querySoftMax: 0...1e9
    case .queryRMSE: -1e9...1e9
    case .yetiRank, .lambdaMART: 0...Self.maximumGrade
    }
  }

  private static func text(_ range: ClosedRange<Float>) -> String {
    "\(range.lowerBound) to \(range.upperBound)"
  }
}
