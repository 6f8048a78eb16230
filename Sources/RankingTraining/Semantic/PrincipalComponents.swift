internal import COpenBLAS
package import RankingCore

/// Leading principal components of a matrix's rows, by the eigenvectors of their covariance.
///
/// Each component's sign is fixed: its largest entry is positive.
package struct PrincipalComponents: Sendable {
  /// [columns] mean of the rows.
  private let mean: [Double]
  /// [count, columns], strongest first.
  private let components: [Double]
  private let count: Int
  /// Variance of the rows along each component, strongest first.
  package let variances: [Double]

  package init(of points: Matrix<Float>, count: Int) throws(TrainingError) {
    openblas_set_num_threads(1)
    let size = points.columns
    guard count >= 1, count <= size, points.rows > 0 else {
      throw TrainingError(.configuration, "\(count) components of \(points.rows) x \(size)")
    }
    var mean = [Double](repeating: 0, count: size)
    for row in 0..<points.rows {
      let point = points[row: row]
      for column in 0..<size { mean[column] += Double(point[column]) }
    }
    self.mean = mean.map { $0 / Double(points.rows) }
    let centred = Self.centre(points, self.mean)
    var covariance = [Double](repeating: 0, count: size * size)
    cblas_dgemm(
      CblasRowMajor, CblasTrans, CblasNoTrans, Int32(size), Int32(size), Int32(points.rows),
      1 / Double(points.rows), centred, Int32(size), centred, Int32(size), 0, &covariance, Int32(size))
    let values = try Self.decompose(&covariance, size)
    self.count = count
    variances = (0..<count).map { max(0, values[size - 1 - $0]) }
    components = (0..<count).flatMap { index in
      Self.signed(covariance[(size - 1 - index) * size..<(size - index) * size])
    }
  }

  /// Replaces a symmetric matrix by its eigenvectors, one a row, ascending by eigenvalue; returns these.
  private static func decompose(_ matrix: inout [Double], _ size: Int) throws(TrainingError) -> [Double] {
    var (n, info) = (Int32(size), Int32(0))
    var values = [Double](repeating: 0, count: size)
    var workSize = Int32(1 + 6 * size + 2 * size * size)
    var integerSize = Int32(3 + 5 * size)
    var work = [Double](repeating: 0, count: Int(workSize))
    var integers = [Int32](repeating: 0, count: Int(integerSize))
    dsyevd_("V", "U", &n, &matrix, &n, &values, &work, &workSize, &integers, &integerSize, &info)
    if info != 0 { throw TrainingError(.notFinite, "eigenvectors: LAPACK dsyevd says \(info)") }
    return values
  }

  private static func signed(_ vector: ArraySlice<Double>) -> [Double] {
    let largest = vector.max { abs($0) < abs($1) } ?? 0
    return largest < 0 ? vector.map { -$0 } : Array(vector)
  }

  /// [rows, columns] of `points` less `mean`.
  private static func centre(_ points: Matrix<Float>, _ mean: [Double]) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(points.rows * points.columns)
    for row in 0..<points.rows {
      let point = points[row: row]
      for column in mean.indices { result.append(Double(point[column]) - mean[column]) }
    }
    return result
  }

  /// The mean [1, columns] and the components [count, columns] in single precision.
  ///
  /// - Parameter whitened: scales every component as `project` does.
  package func parts(whitened: Bool = false) -> (mean: Matrix<Float>, components: Matrix<Float>) {
    let scales = scales(whitened: whitened)
    return (
      Matrix(rows: 1, columns: mean.count, mean.map { Float($0) }),
      Matrix(
        rows: count, columns: mean.count,
        components.enumerated().map { Float($1 * scales[$0 / mean.count]) })
    )
  }

  /// What each component is multiplied by.
  private func scales(whitened: Bool) -> [Double] {
    variances.map { whitened && $0 > 1e-12 ? 1 / $0.squareRoot() : 1 }
  }

  /// The rows of `points` in these components, each scaled to length 1.
  ///
  /// - Parameter whitened: scales every component to variance 1 first.
  package func project(_ points: Matrix<Float>, whitened: Bool = false) -> Matrix<Float> {
    precondition(points.columns == mean.count)
    var projected = [Double](repeating: 0, count: points.rows * count)
    let size = Int32(mean.count)
    cblas_dgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, Int32(points.rows), Int32(count), size, 1,
      Self.centre(points, mean), size, components, size, 0, &projected, Int32(count))
    let scales = scales(whitened: whitened)
    var values: [Float] = []
    values.reserveCapacity(projected.count)
    for row in 0..<points.rows {
      let line = (0..<count).map { projected[row * count + $0] * scales[$0] }
      let length = line.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for value in line { values.append(Float(length > 0 ? value / length : 0)) }
    }
    return Matrix(rows: points.rows, columns: count, values)
  }
}
