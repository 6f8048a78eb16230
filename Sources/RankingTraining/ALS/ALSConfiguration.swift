package import RankingCore

/// Weighted alternating least squares on implicit feedback.
///
/// Hu, Koren, Volinsky (ICDM 2008) with the conventions of the Python package `implicit`: an entry c of the
/// data is a confidence, its target 1 (0 when c is negative), pairs without an entry have confidence 1 and
/// target 0. With `unobservedWeight` set it is iALS (Rendle et al., RecSys 2022): observed pairs weigh c, every
/// pair weighs `unobservedWeight` in addition, and λ scales with the row's frequency.
package struct ALSConfiguration: Codable, Sendable, Hashable {
  package enum Solver: String, Codable, Sendable, Hashable { case cholesky, conjugateGradient }

  package var factors: Int
  /// λ, in `FoldInRule.regularizationRange`.
  package var regularization: Float
  package var iterations: Int
  package var solver: Solver
  /// Steps of conjugate gradient for each row.
  package var conjugateGradientSteps: Int
  /// Confidence of an observation, by rating; its `scale` is implicit's alpha.
  package var weight: RatingWeight
  /// a0 of iALS, 0...1000; nil for Hu-Koren-Volinsky.
  package var unobservedWeight: Float?
  /// ν of iALS: a row's λ is λ (observations + a0 * opposite side)^ν; 0 leaves λ alone.
  package var frequencyExponent: Float
  package var seed: UInt64
  /// How confidence fades with age; nil: not at all.
  package var recency: RecencyWeight?

  package init(
    factors: Int, regularization: Float, iterations: Int = 15, solver: Solver = .conjugateGradient,
    conjugateGradientSteps: Int = 3, weight: RatingWeight = .uniform, unobservedWeight: Float? = nil,
    frequencyExponent: Float = 0, seed: UInt64 = 1, recency: RecencyWeight? = nil
  ) {
    self.factors = factors
    self.regularization = regularization
    self.iterations = iterations
    self.solver = solver
    self.conjugateGradientSteps = conjugateGradientSteps
    self.weight = weight
    self.unobservedWeight = unobservedWeight
    self.frequencyExponent = frequencyExponent
    self.seed = seed
    self.recency = recency
  }

  package func validate() throws(TrainingError) {
    try require((1...4096).contains(factors), "factors", "1...4096", "\(factors)")
    let lambdas = FoldInRule.regularizationRange
    try require(lambdas.contains(Double(regularization)), "regularization", "\(lambdas)", "\(regularization)")
    try require((0...100_000).contains(iterations), "iterations", "0...100000", "\(iterations)")
    try require(
      (1...1000).contains(conjugateGradientSteps), "conjugateGradientSteps", "1...1000",
      "\(conjugateGradientSteps)")
    let a0 = unobservedWeight ?? 1
    try require((0...1000).contains(a0), "unobservedWeight", "0...1000", "\(a0)")
    let (scale, boost) = (weight.scale, weight.boost)
    try require(
      scale.isFinite && boost.isFinite && weight.threshold.isFinite, "weight", "finite numbers", "\(weight)")
    try require((0...1).contains(frequencyExponent), "frequencyExponent", "0...1", "\(frequencyExponent)")
    guard let recency else { return }
    try require(
      recency.halfLife >= 1e-3 && recency.halfLife <= 1e12, "recency.halfLife", "1e-3...1e12 seconds",
      "\(recency.halfLife)")
    try require((0...1).contains(recency.floor), "recency.floor", "0...1", "\(recency.floor)")
  }

  private func require(
    _ holds: Bool, _ key: String, _ range: String, _ actual: String
  ) throws(TrainingError) {
    if !holds { throw TrainingError(.configuration, "als.\(key) must be \(range), got \(actual)") }
  }
}
