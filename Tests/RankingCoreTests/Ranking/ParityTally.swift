import RankingCore
import Testing

/// What was compared with CatBoost's scores, and how far off it was.
struct ParityTally: CustomStringConvertible {
  /// By format.
  private(set) var models: [String: Int] = [:]
  private(set) var scores = 0
  private(set) var largest = 0.0
  /// What the models had: sorts of trees, of target statistics, NaN treatments.
  private(set) var seen: Set<String> = []

  mutating func compare(_ model: RankerModel, _ test: CatBoostOracle.Case, _ format: String) throws {
    let scorer = ReferenceScorer(model)
    models[format, default: 0] += 1
    note(model)
    for (index, row) in test.rows.enumerated() {
      let found = try scorer.score(row: row, categories: test.categories[index])
      let expected = test.scores[index]
      scores += found.count
      guard found.map(\.bitPattern) != expected.map(\.bitPattern) else { continue }
      for (a, b) in zip(found, expected) { largest = max(largest, abs(a - b), .leastNonzeroMagnitude) }
      Issue.record("\(test.name), \(format), row \(index): \(found) is not \(expected)")
      return
    }
  }

  private mutating func note(_ model: RankerModel) {
    seen.insert(model.isSymmetric ? "symmetric" : "branching")
    if model.dimension > 1 { seen.insert("several outputs") }
    if model.scale != 1 { seen.insert("scale") }
    for feature in model.floatFeatures where feature.hasNaNs && !feature.borders.isEmpty {
      seen.insert("NaN \(feature.nanTreatment.rawValue)")
    }
    for feature in model.floatFeatures where feature.borders.contains(where: \.isInfinite) {
      seen.insert("infinite border")
    }
    for statistic in model.targetStatistics {
      seen.insert(statistic.kind.rawValue)
      if statistic.elements.count > 1 { seen.insert("combination") }
      if !model.isSymmetric { seen.insert("branching with statistics") }
    }
    if model.categoricalFeatures.contains(where: { !$0.oneHotValues.isEmpty }) { seen.insert("one-hot") }
    let flat = (model.floatFeatures.map(\.flatIndex) + model.categoricalFeatures.map(\.flatIndex)).sorted()
    if flat != Array(flat.indices) { seen.insert("gap") }
  }

  var description: String {
    "\(models.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")), "
      + "\(scores) scores, largest difference \(largest); \(seen.sorted().joined(separator: ", "))"
  }
}
