import ArgumentParser
import Foundation
import RankingCore

/// Where state lives: `data/`, `encoder/`, `embeddings/` and `bundles/` under `$RANKD_HOME`, or `.rankd`.
struct RankdHome: ParsableArguments {
  @Option(name: .customLong("home"), help: "Where state lives (default: $RANKD_HOME, or .rankd).")
  var given: String?

  var path: String { given ?? ProcessInfo.processInfo.environment["RANKD_HOME"] ?? ".rankd" }
  var movieLens: String { "\(path)/data/ml-100k" }
  var encoder: String { "\(path)/encoder" }
  var embeddings: String { "\(path)/embeddings" }
  var bundles: String { "\(path)/bundles" }
  var current: String { bundle(nil) }

  /// Directory of a bundle given as a version, a link or a path; nil: the current one.
  func bundle(_ name: String?) -> String {
    let name = name ?? CurrentBundle.linkName
    return name.contains("/") ? name : "\(bundles)/\(name)"
  }
}
