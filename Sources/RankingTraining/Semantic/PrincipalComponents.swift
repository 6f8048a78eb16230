internal import COpenBLAS
package import RankingCore

/// Leading principal components of a matrix's rows, by the eigenvectors of their covariance.
///
/// Each component's sign is fixed: its largest entry is positive.
package struct PrincipalComponents: Sendable {
  /// [columns] mean of the rows.
  private let mean: [Double]
  /// [count, columns], strongest first.
  private let components: [[Double]]

  package init(of points: Matrix<Float>, count: Int) throws(TrainingError) {
    openblas_set_num_threads(1)
    let size = points.columns
    guard count >= 1, count <= size, points.rows > 0 else {
      throw TrainingError(.configuration, "\(count) components of \(points.rows) x \(size)")
    }
    let mean = (0..<size).map { column in
      (0..<points.rows).reduce(0.0) { $0 + Double(points[row: $1][column]) } / Double(points.rows)
    }
    let centred = (0..<points.rows).flatMap { row in
      (0..<size).map { Double(points[row: row][$0]) - mean[$0] }
    }
    var covariance = [Double](repeating: 0, count: size * size)
    cblas_dgemm(
      CblasRowMajor, CblasTrans, CblasNoTrans, Int32(size), Int32(size), Int32(points.rows), 1, centred,
      Int32(size), centred, Int32(size), 0, &covariance, Int32(size))
    try Self.decompose(&covariance, size)
    self.mean = mean
    components = (0..<count).map {
      Self.signed(Array(covariance[(size - 1 - $0) * size..<(size - $0) * size]))
    }
  }

  /// Replaces a symmetric matrix by its eigenvectors, one a row, ascending by eigenvalue.
  private static func decompose(_ matrix: inout [Double], _ size: Int) throws(TrainingError) {
    var (n, info) = (Int32(size), Int32(0))
    var values = [Double](repeating: 0, count: size)
    var workSize = Int32(1 + 6 * size + 2 * size * size)
    var integerSize = Int32(3 + 5 * size)
    var work = [Double](repeating: 0, count: Int(workSize))
    var integers = [Int32](repeating: 0, count: Int(integerSize))
    dsyevd_("V", "U", &n, &matrix, &n, &values, &work, &workSize, &integers, &integerSize, &info)
    if info != 0 { throw TrainingError(.notFinite, "eigenvectors: LAPACK dsyevd says \(info)") }
  }

  private static func signed(_ vector: [Double]) -> [Double] {
    let largest = vector.max { abs($0) < abs($1) } ?? 0
    return largest < 0 ? vector.map { -$0 } : vector
  }

  /// The rows of `points` in these components, each scaled to length 1.
  package func project(_ points: Matrix<Float>) -> Matrix<Float> {
    let rows = (0..<points.rows).flatMap { row -> [Float] in
      let projected = components.map { component in
        zip(component, points[row: row]).enumerated().reduce(0.0) {
          $0 + $1.element.0 * (Double($1.element.1) - mean[$1.offset])
        }
      }
      let length = projected.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return projected.map { Float(length > 0 ? $0 / length : 0) }
    }
    return Matrix(rows: points.rows, columns: components.count, rows)
  }
}
