internal import Foundation
package import RankingCore

/// Feature importances by what they are for: how much the loss on some rows grows when one feature's SHAP values
/// are taken out of the scores (CatBoost's LossFunctionChange).
package struct LossFunctionChange: Sendable {
  /// What grows: the training loss, or for the pairwise losses, which have no value, -NDCG.
  package let loss: GBDTConfiguration.Loss
  package let cutoff: Int
  /// Groups looked at, in order, until they have this many rows: SHAP values are slow.
  package let rowLimit: Int

  package init(loss: GBDTConfiguration.Loss, cutoff: Int = 10, rowLimit: Int = 20_000) {
    self.loss = loss
    self.cutoff = cutoff
    self.rowLimit = rowLimit
  }

  /// One value a feature, in the order of `featureNames`.
  ///
  /// - Throws: when the model has several outputs or no leaf weights.
  package func importances(of model: RankerModel, on matrix: TrainingMatrix) throws(RankerModelError)
    -> [Double]
  {
    guard model.dimension == 1 else {
      throw RankerModelError(
        .unsupported, "LossFunctionChange explains one output, the model has \(model.dimension)")
    }
    let shap = try TreeShap(model)
    let rows = 0..<(matrix.groupOffsets.last { $0 <= rowLimit && $0 > 0 } ?? min(rowLimit, matrix.rowCount))
    var scores: [Double] = []
    var parts: [[Double]] = []
    for row in rows {
      let found = try shap.contributions(
        row: (0..<matrix.featureCount).map { matrix.features[row: $0][row] },
        categories: matrix.categories.map { $0.values[Int($0.codes[row])] })
      parts.append(found.features.map { $0[0] })
      scores.append(found.features.reduce(found.base[0]) { $0 + $1[0] })
    }
    let whole = value(scores, matrix)
    return (parts.first ?? []).indices.map { feature in
      value(rows.map { scores[$0] - parts[$0][feature] }, matrix) - whole
    }
  }

  /// The loss of the first rows of `matrix`, as many as there are scores.
  package func value(_ scores: [Double], _ matrix: TrainingMatrix) -> Double {
    switch loss {
    case .logloss: logloss(scores, matrix)
    case .querySoftMax: querySoftMax(scores, matrix)
    case .queryRMSE: queryRMSE(scores, matrix)
    case .yetiRank, .lambdaMART: -ndcg(scores, matrix)
    }
  }

  private func weight(_ matrix: TrainingMatrix, _ row: Int) -> Double {
    matrix.weights.isEmpty ? 1 : Double(matrix.weights[row])
  }

  private func logloss(_ scores: [Double], _ matrix: TrainingMatrix) -> Double {
    var (sum, weights) = (0.0, 0.0)
    for (row, score) in scores.enumerated() {
      let w = weight(matrix, row)
      // log(1 + exp(s)) - y s, without overflow.
      sum += w * (max(score, 0) + log1p(exp(-abs(score))) - Double(matrix.labels[row]) * score)
      weights += w
    }
    return weights > 0 ? sum / weights : 0
  }

  private func querySoftMax(_ scores: [Double], _ matrix: TrainingMatrix) -> Double {
    var (sum, weights) = (0.0, 0.0)
    for rows in groups(matrix, scores.count) {
      let highest = rows.reduce(-Double.infinity) { max($0, scores[$1]) }
      let total = rows.reduce(0) { $0 + weight(matrix, $1) * exp(scores[$1] - highest) }
      for row in rows where matrix.labels[row] > 0 && weight(matrix, row) > 0 {
        let w = weight(matrix, row)
        sum -= w * Double(matrix.labels[row]) * (log(w) + scores[row] - highest - log(total))
        weights += w * Double(matrix.labels[row])
      }
    }
    return weights > 0 ? sum / weights : 0
  }

  private func queryRMSE(_ scores: [Double], _ matrix: TrainingMatrix) -> Double {
    var (sum, weights) = (0.0, 0.0)
    for rows in groups(matrix, scores.count) {
      let total = rows.reduce(0) { $0 + weight(matrix, $1) }
      let residual = { (row: Int) in Double(matrix.labels[row]) - scores[row] }
      let mean = total > 0 ? rows.reduce(0) { $0 + weight(matrix, $1) * residual($1) } / total : 0
      for row in rows { sum += weight(matrix, row) * (residual(row) - mean) * (residual(row) - mean) }
      weights += total
    }
    return weights > 0 ? (sum / weights).squareRoot() : 0
  }

  private func ndcg(_ scores: [Double], _ matrix: TrainingMatrix) -> Double {
    var (sum, count) = (0.0, 0.0)
    for rows in groups(matrix, scores.count) {
      let ideal = NDCG.ideal(rows.map { matrix.labels[$0] }, cutoff: cutoff)
      guard ideal > 0 else { continue }
      let top = rows.sorted { (scores[$0], $1) > (scores[$1], $0) }.prefix(cutoff)
      sum +=
        top.enumerated().reduce(0) { $0 + NDCG.gain(matrix.labels[$1.element]) * NDCG.discount($1.offset) }
        / ideal
      count += 1
    }
    return count > 0 ? sum / count : 0
  }

  /// The groups among the first `count` rows.
  private func groups(_ matrix: TrainingMatrix, _ count: Int) -> [Range<Int>] {
    zip(matrix.groupOffsets, matrix.groupOffsets.dropFirst()).filter { $0.0 < count }.map {
      $0.0..<min($0.1, count)
    }
  }
}
