/// What and how to train; the names of CatBoost's parameters are given where they differ.
package struct GBDTConfiguration: Codable, Sendable, Hashable {
  package enum Loss: String, Codable, Sendable, Hashable, CaseIterable {
    /// Pointwise cross-entropy; labels 0 or 1.
    case logloss
    /// Softmax cross-entropy within a group.
    case querySoftMax
    /// Squared error after removing each group's mean residual.
    case queryRMSE
    /// Pairs of neighbours in randomly perturbed rankings.
    case yetiRank
    /// Pairs weighted by what swapping them changes in NDCG.
    case lambdaMART
  }

  package var loss = Loss.logloss
  /// `iterations`.
  package var trees = 300
  /// 1 ... 10.
  package var depth = 6
  package var learningRate = 0.1
  /// `l2_leaf_reg`.
  package var l2 = 3.0
  /// `border_count`, 1 ... 254.
  package var borders = 64
  /// Share of rows that choose a tree's splits (`bootstrap_type=Bernoulli`, `subsample`).
  package var rowSampling = 1.0
  /// Share of features each tree may use (`rsm`).
  package var featureSampling = 1.0
  /// `random_strength`.
  package var randomStrength = 1.0
  /// Newton steps for a tree's leaves (`leaf_estimation_iterations`).
  package var leafIterations = 1
  /// Splits maximise the cosine of gradients and leaves (CatBoost's default); false: L2.
  package var cosineScore = true
  package var seed: UInt64 = 0
  package var threads = 2
  /// Cutoff of NDCG: the validation metric, and the truncation of LambdaMART.
  package var metricCutoff = 10
  /// Evaluate the validation rows every so many trees.
  package var metricPeriod = 5
  /// Stop when the metric has not improved for so many trees; 0: never. The best number of trees is kept.
  package var earlyStoppingRounds = 0
  /// Perturbed rankings a group and tree, and the weight of each next rank, for YetiRank.
  package var permutations = 10
  package var rankDecay = 0.85

  /// What is made of categorical features; nil: `CategoryRecipe.defaults`.
  package var categories: CategoryRecipe?

  package init() {}
  package static let defaults = GBDTConfiguration()

  /// Throws an error that names the first key out of range.
  package func validate() throws(GBDTError) {
    func check(_ key: String, _ value: Double, _ range: ClosedRange<Double>) throws(GBDTError) {
      guard range.contains(value) else {
        throw GBDTError("\(key) is \(value), allowed is \(range.lowerBound) to \(range.upperBound)")
      }
    }
    try check("trees", Double(trees), 1...100_000)
    try check("depth", Double(depth), 1...10)
    try check("learningRate", learningRate, 1e-6...10)
    try check("l2", l2, 0...1e9)
    try check("borders", Double(borders), 1...254)
    try check("rowSampling", rowSampling, 1e-3...1)
    try check("featureSampling", featureSampling, 1e-3...1)
    try check("randomStrength", randomStrength, 0...1e6)
    try check("leafIterations", Double(leafIterations), 1...100)
    try check("threads", Double(threads), 1...1024)
    try check("metricCutoff", Double(metricCutoff), 1...100_000)
    try check("metricPeriod", Double(metricPeriod), 1...100_000)
    try check("earlyStoppingRounds", Double(earlyStoppingRounds), 0...100_000)
    try check("permutations", Double(permutations), 1...1000)
    try check("rankDecay", rankDecay, 0...1)
    let recipe = categories ?? .defaults
    try check("categories.oneHotLimit", Double(recipe.oneHotLimit), 0...254)
    try check("categories.permutations", Double(recipe.permutations), 1...64)
    try check("categories.borders", Double(recipe.borders), 1...254)
    try check("categories.combined", Double(recipe.combined), 1...4)
    for prior in recipe.priors { try check("categories.priors", prior, 0...1000) }
  }
}
