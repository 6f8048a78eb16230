/// What derivatives are computed from and where they go; every pointer starts at row 0 of the matrix.
struct LossRows {
  let labels: UnsafePointer<Float>
  /// nil: 1 each.
  let weights: UnsafePointer<Float>?
  let scores: UnsafePointer<Double>
  /// -dLoss/dscore.
  let gradient: UnsafeMutablePointer<Double>
  /// d2Loss/dscore2, 0 or above.
  let hessian: UnsafeMutablePointer<Double>

  @inline(__always)
  func weight(_ row: Int) -> Double { weights.map { Double($0[row]) } ?? 1 }

  /// Multiplies the derivatives of `rows` by their weights.
  func weigh(_ rows: Range<Int>) {
    guard let weights else { return }
    for row in rows {
      gradient[row] *= Double(weights[row])
      hessian[row] *= Double(weights[row])
    }
  }

  /// Sets the derivatives of `rows` to 0.
  func clear(_ rows: Range<Int>) {
    for row in rows {
      gradient[row] = 0
      hessian[row] = 0
    }
  }
}
