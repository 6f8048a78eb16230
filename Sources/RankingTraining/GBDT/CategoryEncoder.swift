internal import Foundation
internal import RankingCore

/// Makes columns of bins out of categories: one-hot, and ordered target statistics.
struct CategoryEncoder {
  let matrix: TrainingMatrix
  let recipe: CategoryRecipe
  let seed: UInt64

  /// A column and what conditions on it mean.
  struct Column {
    let source: BinnedMatrix.Source
    let borders: [Float]
    /// [permutations], or one for all.
    let variants: [AlignedStorage<UInt8>]
  }

  /// All columns, and the statistics that they refer to, with the tables of all training rows.
  func encode() throws(GBDTError) -> (columns: [Column], statistics: [TargetStatistic]) {
    var columns: [Column] = []
    var statistics: [TargetStatistic] = []
    for features in CategoryCombination.choices(of: matrix.categories.count, limit: recipe.combined) {
      if features.count == 1, matrix.categories[features[0]].values.count <= recipe.oneHotLimit {
        columns += oneHot(features[0])
        continue
      }
      let combination = CategoryCombination(features, of: matrix.categories)
      for statistic in self.statistics(combination) {
        let values = values(of: statistic, combination)
        guard let column = try column(values, statistic: statistics.count) else { continue }
        columns.append(column)
        statistics.append(statistic)
      }
    }
    return (columns, statistics)
  }

  /// One column a category; of two categories one suffices.
  private func oneHot(_ feature: Int) -> [Column] {
    let column = matrix.categories[feature]
    return column.values.indices.dropFirst(column.values.count == 2 ? 1 : 0).map { code in
      Column(
        source: .oneHot(
          feature: feature, value: Int32(bitPattern: TargetStatistic.hash(of: column.values[code]))),
        borders: [0.5], variants: [AlignedStorage(column.codes.map { $0 == code ? 1 : 0 })])
    }
  }

  private func column(_ values: [[Float]], statistic: Int) throws(GBDTError) -> Column? {
    let borders = values[0].withUnsafeBufferPointer { BorderSelection.borders(of: $0, limit: recipe.borders) }
    guard !borders.isEmpty else { return nil }
    return Column(
      source: .target(statistic: statistic), borders: borders,
      variants: try values.map { values throws(GBDTError) in try BinnedMatrix.bins(values, borders) })
  }
}

extension CategoryEncoder {
  /// The statistics of one combination, their tables counted over all rows.
  private func statistics(_ combination: CategoryCombination) -> [TargetStatistic] {
    let elements = combination.features.map { TargetStatistic.Element.category(feature: $0) }
    var classes = [Double](repeating: 0, count: 2 * combination.keys.count)
    for (row, code) in combination.codes.enumerated() {
      classes[2 * Int(code) + (isRelevant(row) ? 1 : 0)] += 1
    }
    let totals = combination.keys.indices.map { classes[2 * $0] + classes[2 * $0 + 1] }
    let make = { (kind: TargetStatistic.Kind, prior: Double, counts: [Double], stride: Int) in
      TargetStatistic(
        kind: kind, elements: elements, targetBorder: 0, priorNumerator: Float(prior), priorDenominator: 1,
        shift: 0, scale: 1, borders: [], identifier: TargetStatistic.identifier(elements, kind),
        table: .init(
          index: Dictionary(
            combination.keys.enumerated().map { ($0.element, $0.offset * stride) },
            uniquingKeysWith: { first, _ in first }),
          counts: counts, stride: stride, denominator: stride == 1 ? Int(totals.max() ?? 0) : 0))
    }
    return recipe.priors.map { make(.borders, $0, classes, 2) }
      + (recipe.counters ? [make(.counter, 0, totals, 1)] : [])
  }

  private func isRelevant(_ row: Int) -> Bool { matrix.labels[row] > 0 }

  /// [permutations][rows], or one for all where labels do not matter.
  private func values(of statistic: TargetStatistic, _ combination: CategoryCombination) -> [[Float]] {
    guard statistic.kind == .borders else {
      let values = combination.keys.map { statistic.value(of: $0) }
      return [combination.codes.map { values[Int($0)] }]
    }
    return (0..<recipe.permutations).map { ordered(statistic, combination, permutation: $0) }
  }

  /// Each row's statistic of the groups before its own.
  private func ordered(
    _ statistic: TargetStatistic, _ combination: CategoryCombination, permutation: Int
  ) -> [Float] {
    var counts = [Double](repeating: 0, count: 2 * combination.keys.count)
    var values = [Float](repeating: 0, count: matrix.rowCount)
    for block in blocks(permutation) {
      for row in block {
        let at = 2 * Int(combination.codes[row])
        values[row] = statistic.value(counts: counts[at..<at + 2])
      }
      for row in block { counts[2 * Int(combination.codes[row]) + (isRelevant(row) ? 1 : 0)] += 1 }
    }
    return values
  }

  /// The groups in random order; rows where there is one group only.
  private func blocks(_ permutation: Int) -> [Range<Int>] {
    var random = SeededRandom(seed: seed, -3, permutation)
    if matrix.groupCount == 1 { return (0..<matrix.rowCount).shuffled(using: &random).map { $0..<$0 + 1 } }
    return (0..<matrix.groupCount).shuffled(using: &random).map {
      matrix.groupOffsets[$0]..<matrix.groupOffsets[$0 + 1]
    }
  }
}
