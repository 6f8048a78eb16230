import RankingCore

let sampleCatalogue = 53
let sampleUsers = 4

private func matrix(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix<Float> {
  Matrix(rows: rows, columns: columns, sampleFloats(rows * columns, seed: seed))
}

/// One source of every kind, over `sampleCatalogue` items.
func sampleSources() -> [any StorableSource] {
  let items = matrix(sampleCatalogue, 10, seed: 21)
  let gram = Matrix<Float>(rows: 10, columns: 10) { row, target in
    for column in 0..<10 {
      target[column] = (0..<sampleCatalogue).reduce(0) { $0 + items[row: $1][row] * items[row: $1][column] }
    }
  }
  let square = matrix(sampleCatalogue, sampleCatalogue, seed: 22)
  return [
    FactorSource(
      name: "als", weight: RatingWeight(rule: .boosted, scale: 2, threshold: 4, boost: 0.5), items: items,
      users: matrix(sampleUsers, 10, seed: 23), gram: gram, rule: FoldInRule(regularization: 3)),
    ItemModelSource(name: "ease", weight: .squareRoot, model: square),
    ProjectedSource(
      name: "svd", weight: .uniform, projection: matrix(sampleCatalogue, 18, seed: 24),
      items: matrix(sampleCatalogue, 18, seed: 25)),
    PopularitySource(scores: matrix(1, sampleCatalogue, seed: 26)),
    TrendingSource(periods: matrix(5, sampleCatalogue, seed: 27), start: 1000, seconds: 100),
    DemographicsSource(
      groups: matrix(9, sampleCatalogue, seed: 28), ages: 4, genders: 2, occupations: 3, years: 10),
    SemanticSource(name: "meaning", embeddings: matrix(sampleCatalogue, 20, seed: 29)),
    FactorSource(
      name: "als8", weight: .uniform, items: items, users: matrix(sampleUsers, 10, seed: 23), gram: gram,
      rule: FoldInRule(regularization: 3), precision: .int8),
    ItemModelSource(name: "ease8", weight: .uniform, model: square, precision: .int8),
    ProjectedSource(
      name: "svd8", weight: .uniform, projection: matrix(sampleCatalogue, 17, seed: 24),
      items: matrix(sampleCatalogue, 17, seed: 25), precision: .int8),
  ]
}

let sourceNames: [String] = sampleSources().map { $0.name }
