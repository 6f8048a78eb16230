import Foundation
import RankingCore
import RankingTraining

/// Prints what each feature adds to the scores of some rows.
struct ContributionReport {
  private let model: RankerModel
  private let shap: TreeShap

  /// - Throws: when the model has no leaf weights.
  init(_ model: RankerModel) throws {
    self.model = model
    shap = try TreeShap(model)
  }

  /// Of each of the first `count` rows and each output: score, base, and the features by the size of what they add.
  func printRows(of matrix: TrainingMatrix, count: Int) throws {
    let scorer = ReferenceScorer(model)
    for row in 0..<min(count, matrix.rowCount) {
      let numbers = (0..<matrix.featureCount).map { matrix.features[row: $0][row] }
      let categories = matrix.categories.map { $0.values[Int($0.codes[row])] }
      let scores = try scorer.score(row: numbers, categories: categories)
      let parts = try shap.contributions(row: numbers, categories: categories)
      let values = inputs(numbers, categories)
      for k in scores.indices {
        let output = scores.count > 1 ? ", output \(k)" : ""
        print("row \(row + 1)\(output): score \(Self.figure(scores[k])), base \(Self.figure(parts.base[k]))")
        let order = parts.features.indices.sorted { abs(parts.features[$0][k]) > abs(parts.features[$1][k]) }
        for feature in order where parts.features[feature][k] != 0 {
          print("  \(Self.figure(parts.features[feature][k]))  \(values[feature])")
        }
      }
    }
  }

  /// `name = value` of each input in flat order.
  private func inputs(_ numbers: [Float], _ categories: [String]) -> [String] {
    let all =
      zip(model.floatFeatures, numbers).map { ($0.flatIndex, "\($0.inputName) = \($1)") }
      + zip(model.categoricalFeatures, categories).map { ($0.flatIndex, "\($0.inputName) = \($1)") }
    return all.sorted { $0.0 < $1.0 }.map(\.1)
  }

  private static func figure(_ value: Double) -> String { String(format: "%+.9f", value) }
}
