internal import COpenBLAS
package import RankingCore

/// Weighted ridge regression from one space into another, such as from texts to ALS factors:
/// W minimises sum_i w_i |x_i W - y_i|^2 + lambda |W|^2.
package enum RidgeProjection {
  /// - Parameters:
  ///   - inputs: [n, p] rows x_i.
  ///   - targets: [n, q] rows y_i.
  ///   - weights: w_i, none negative; nil: all 1.
  ///   - lambda: above 0.
  /// - Returns: W, [p, q]. For an intercept give the inputs a column of ones.
  package static func fit(
    inputs: Matrix<Float>, targets: Matrix<Float>, weights: [Double]? = nil, lambda: Double
  ) throws(TrainingError) -> Matrix<Float> {
    openblas_set_num_threads(1)
    guard inputs.rows == targets.rows, weights == nil || weights?.count == inputs.rows else {
      throw TrainingError(
        .data, "\(inputs.rows) inputs, \(targets.rows) targets, \(weights?.count ?? inputs.rows) weights")
    }
    guard lambda > 0, lambda.isFinite, weights?.allSatisfy({ $0 >= 0 && $0.isFinite }) ?? true else {
      throw TrainingError(.configuration, "lambda \(lambda) must be above 0, weights not below 0")
    }
    let roots = weights?.map { $0.squareRoot() }
    let x = scaled(inputs, by: roots)
    var gram = product(x, x, rows: inputs.rows, inputs.columns, inputs.columns)
    for index in 0..<inputs.columns { gram[index * inputs.columns + index] += lambda }
    let mixed = product(scaled(targets, by: roots), x, rows: inputs.rows, targets.columns, inputs.columns)
    let solution = try solve(gram, mixed, size: inputs.columns, count: targets.columns)
    return transposed(solution, rows: targets.columns, columns: inputs.columns)
  }

  /// `inputs` [n, p] times `projection` [p, q].
  package static func apply(_ projection: Matrix<Float>, to inputs: Matrix<Float>) -> Matrix<Float> {
    openblas_set_num_threads(1)
    precondition(inputs.columns == projection.rows)
    var result = [Float](repeating: 0, count: inputs.rows * projection.columns)
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(inputs.rows), Int32(projection.columns),
      Int32(inputs.columns), 1, inputs.base, Int32(max(1, inputs.stride)), projection.base,
      Int32(max(1, projection.stride)), 0, &result, Int32(max(1, projection.columns)))
    return Matrix(rows: inputs.rows, columns: projection.columns, result)
  }

  private static func scaled(_ matrix: Matrix<Float>, by scales: [Double]?) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(matrix.rows * matrix.columns)
    for row in 0..<matrix.rows {
      let scale = scales?[row] ?? 1
      for value in matrix[row: row] { result.append(Double(value) * scale) }
    }
    return result
  }

  /// left' right, [p, q] of left [rows, p] and right [rows, q].
  private static func product(
    _ left: [Double], _ right: [Double], rows: Int, _ p: Int, _ q: Int
  ) -> [Double] {
    var result = [Double](repeating: 0, count: p * q)
    cblas_dgemm(
      CblasRowMajor, CblasTrans, CblasNoTrans, Int32(p), Int32(q), Int32(rows), 1, left, Int32(max(1, p)),
      right, Int32(max(1, q)), 0, &result, Int32(max(1, q)))
    return result
  }

  /// Solves gram w = b for each of the `count` rows b of `mixed`, by Cholesky's factors.
  private static func solve(
    _ gram: [Double], _ mixed: [Double], size: Int, count: Int
  ) throws(TrainingError) -> [Double] {
    var (factors, solution) = (gram, mixed)
    var (n, columns, info) = (Int32(size), Int32(count), Int32(0))
    dpotrf_("L", &n, &factors, &n, &info)
    guard info == 0 else {
      throw TrainingError(.notFinite, "ridge: LAPACK dpotrf says \(info), the inputs are not finite")
    }
    dpotrs_("L", &n, &columns, factors, &n, &solution, &n, &info)
    guard info == 0, solution.allSatisfy(\.isFinite) else {
      throw TrainingError(.notFinite, "ridge: the solution is not finite")
    }
    return solution
  }

  private static func transposed(_ values: [Double], rows: Int, columns: Int) -> Matrix<Float> {
    var result: [Float] = []
    result.reserveCapacity(values.count)
    for column in 0..<columns {
      for row in 0..<rows { result.append(Float(values[row * columns + column])) }
    }
    return Matrix(rows: columns, columns: rows, result)
  }
}
