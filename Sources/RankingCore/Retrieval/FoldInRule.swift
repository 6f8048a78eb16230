/// The least-squares problem of one row, beside its observations (see `FactorSource`).
package struct FoldInRule: Codable, Sendable, Hashable {
  /// λ, in `regularizationRange`.
  package var regularization: Float
  /// With an exponent above 0 the row's λ is multiplied by (observations + base)^exponent.
  package var frequencyBase: Float
  package var frequencyExponent: Float
  /// What `gram` already counts of every observed pair: 1 for Hu-Koren-Volinsky, 0 for iALS.
  package var observedShift: Float
  /// How confidence fades with age; nil: not at all.
  package var recency: RecencyWeight?

  /// Training and bundles hold to the same range: below it systems may not be positive definite.
  package static let regularizationRange: ClosedRange<Double> = 1e-9...1e9

  package init(
    regularization: Float, frequencyBase: Float = 0, frequencyExponent: Float = 0, observedShift: Float = 1,
    recency: RecencyWeight? = nil
  ) {
    self.regularization = regularization
    self.frequencyBase = frequencyBase
    self.frequencyExponent = frequencyExponent
    self.observedShift = observedShift
    self.recency = recency
  }

  init(_ tensors: TensorLookup) throws(SourceError) {
    regularization = Float(try tensors.parameter("regularization", in: Self.regularizationRange))
    frequencyBase = Float(try tensors.parameter("frequencyBase", in: 0...1e12))
    frequencyExponent = Float(try tensors.parameter("frequencyExponent", in: 0...1))
    observedShift = Float(try tensors.parameter("observedShift", in: 0...1))
    recency = try RecencyWeight(tensors)
  }

  var parameters: [String: Double] {
    let numbers = [
      "regularization": Double(regularization), "frequencyBase": Double(frequencyBase),
      "frequencyExponent": Double(frequencyExponent), "observedShift": Double(observedShift),
    ]
    return numbers.merging(recency?.parameters ?? [:]) { $1 }
  }
}
