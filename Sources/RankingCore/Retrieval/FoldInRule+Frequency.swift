internal import Foundation

extension FoldInRule {
  /// λ of a row with this many observations.
  ///
  /// The power goes through double precision and is rounded once, so that C libraries agree on its bits.
  package func regularization(observations: Int) -> Float {
    guard frequencyExponent > 0 else { return regularization }
    let scale = pow(Double(observations) + Double(frequencyBase), Double(frequencyExponent))
    return Float(Double(regularization) * scale)
  }
}
