internal import COpenBLAS
package import RankingCore

/// Products of dense matrices, single-threaded, so that their bits do not depend on the machine's load.
package enum DenseProduct {
  /// `left` [n, p] times `right` [p, q].
  package static func times(_ left: Matrix<Float>, _ right: Matrix<Float>) -> Matrix<Float> {
    precondition(left.columns == right.rows)
    return product(left, right, CblasNoTrans, columns: right.columns)
  }

  /// `left` [n, p] times the transpose of `right` [q, p].
  package static func timesTransposed(_ left: Matrix<Float>, _ right: Matrix<Float>) -> Matrix<Float> {
    precondition(left.columns == right.columns)
    return product(left, right, CblasTrans, columns: right.rows)
  }

  private static func product(
    _ left: Matrix<Float>, _ right: Matrix<Float>, _ transpose: CBLAS_TRANSPOSE, columns: Int
  ) -> Matrix<Float> {
    openblas_set_num_threads(1)
    var result = [Float](repeating: 0, count: left.rows * columns)
    guard !result.isEmpty, left.columns > 0 else { return Matrix(rows: left.rows, columns: columns, result) }
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, transpose, Int32(left.rows), Int32(columns), Int32(left.columns), 1,
      left.base, Int32(left.stride), right.base, Int32(right.stride), 0, &result, Int32(columns))
    return Matrix(rows: left.rows, columns: columns, result)
  }
}

extension Matrix where Element == Float {
  /// The rows with these indexes, copied.
  package func picking(_ indexes: [Int]) -> Matrix<Float> {
    Matrix(rows: indexes.count, columns: columns, indexes.flatMap { Array(self[row: $0]) })
  }
}
