import ArgumentParser
import Foundation

/// Where state lives: `data/`, `encoder/`, `embeddings/` and `bundles/` under `$RANKD_HOME`, or `.rankd`.
struct RankdHome: ParsableArguments {
  @Option(name: .customLong("home"), help: "Where state lives (default: $RANKD_HOME, or .rankd).")
  var given: String?

  var path: String { given ?? ProcessInfo.processInfo.environment["RANKD_HOME"] ?? ".rankd" }
  var movieLens: String { "\(path)/data/ml-100k" }
  var encoder: String { "\(path)/encoder" }
  var embeddings: String { "\(path)/embeddings" }
  var bundles: String { "\(path)/bundles" }
  var current: String { "\(bundles)/current" }
}
