package import RankingCore

extension RankerModel {
  /// Raw scores of `matrix`'s rows, by the slow exact scorer.
  package func scores(of matrix: TrainingMatrix) throws(RankerModelError) -> [Double] {
    let scorer = ReferenceScorer(self)
    return try (0..<matrix.rowCount).map { row throws(RankerModelError) in
      try scorer.score(
        row: (0..<matrix.featureCount).map { matrix.features[row: $0][row] },
        categories: matrix.categories.map { $0.values[Int($0.codes[row])] })[0]
    }
  }

  /// Mean NDCG over `matrix`'s groups that have a relevant row.
  package func ndcg(on matrix: TrainingMatrix, cutoff: Int) throws(RankerModelError) -> Double {
    NDCG.mean(of: try scores(of: matrix), on: matrix, cutoff: cutoff)
  }
}
