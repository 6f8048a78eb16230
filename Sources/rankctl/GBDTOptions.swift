import ArgumentParser
import Foundation
import RankingTraining

/// Options of the tree trainer; `GBDTConfiguration` says what each means.
struct GBDTOptions: ParsableArguments {
  @Option(help: "logloss, querySoftMax, queryRMSE, yetiRank or lambdaMART.")
  var loss: GBDTConfiguration.Loss?
  @Option var trees: Int?
  @Option var depth: Int?
  @Option var learningRate: Double?
  @Option(help: "L2 regularisation of leaves.")
  var l2: Double?
  @Option(help: "Borders a numeric feature may have, at most 254.")
  var borders: Int?
  @Option(help: "Share of rows that choose a tree's splits.")
  var rowSampling: Double?
  @Option(help: "Share of features each tree may use.")
  var featureSampling: Double?
  @Option(help: "Noise on the scores of splits.")
  var randomStrength: Double?
  @Option(help: "Newton steps for the leaves of a tree.")
  var leafIterations: Int?
  @Option(help: "Cutoff of NDCG.")
  var metricCutoff: Int?
  @Option(
    help: "Stop when NDCG on the validation rows has not improved for so many trees; the best number is kept."
  )
  var earlyStopping: Int?
  @Option(help: "Categorical features of at most so many categories are one-hot, others target statistics.")
  var oneHotLimit: Int?
  @Option(help: "Most categorical features in a combination.")
  var combined: Int?
  @Option(help: "Random orders of the groups that target statistics are counted in.")
  var orders: Int?
  @Option var seed: UInt64?
  @Option(help: "Threads; the result does not depend on them.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  var configuration: GBDTConfiguration {
    var result = FunnelConfiguration.movieLens100K.ranker
    func set<T>(_ key: WritableKeyPath<GBDTConfiguration, T>, _ value: T?) {
      if let value { result[keyPath: key] = value }
    }
    set(\.loss, loss)
    set(\.trees, trees)
    set(\.depth, depth)
    set(\.learningRate, learningRate)
    set(\.l2, l2)
    set(\.borders, borders)
    set(\.rowSampling, rowSampling)
    set(\.featureSampling, featureSampling)
    set(\.randomStrength, randomStrength)
    set(\.leafIterations, leafIterations)
    set(\.metricCutoff, metricCutoff)
    set(\.earlyStoppingRounds, earlyStopping)
    var categories = CategoryRecipe.defaults
    categories.oneHotLimit = oneHotLimit ?? categories.oneHotLimit
    categories.combined = combined ?? categories.combined
    categories.permutations = orders ?? categories.permutations
    result.categories = categories
    set(\.seed, seed)
    set(\.threads, threads)
    return result
  }
}

extension GBDTConfiguration.Loss: ExpressibleByArgument {}
