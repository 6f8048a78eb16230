/// What trees see of categorical features.
///
/// A feature of few categories becomes one-hot conditions. The others, and combinations of several, become
/// ordered target statistics: the share of relevant rows among those of the same category that come earlier in
/// a random order of the groups (Prokhorenkova et al. 2018), so that no row sees its own label.
package struct CategoryRecipe: Codable, Sendable, Hashable {
  /// Features of at most so many categories are one-hot (`one_hot_max_size`).
  package var oneHotLimit = 2
  /// Random orders; each tree grows under one of them.
  package var permutations = 4
  /// Borders of a statistic.
  package var borders = 32
  /// Prior numerators of the relevant share, over a prior denominator of 1; one statistic each.
  package var priors = [0, 0.5, 1]
  /// Whether the number of rows of a category is a statistic as well (`Counter`).
  package var counters = true
  /// Most features in a combination (`max_ctr_complexity`).
  package var combined = 1

  package init() {}
  package static let defaults = CategoryRecipe()
}
