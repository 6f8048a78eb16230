internal import Foundation

/// Derivatives of weight * log(1 + exp(loser - winner)), the loss of one ordered pair.
enum PairwiseLogistic {
  @inline(__always)
  static func add(
    winner: Int, loser: Int, weight: Double, scores: UnsafePointer<Double>,
    gradient: UnsafeMutablePointer<Double>, hessian: UnsafeMutablePointer<Double>
  ) {
    let p = 1 / (1 + exp(scores[winner] - scores[loser]))
    let slope = weight * p
    let curvature = slope * (1 - p)
    gradient[winner] += slope
    gradient[loser] -= slope
    hessian[winner] += curvature
    hessian[loser] += curvature
  }
}
