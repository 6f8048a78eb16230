import ArgumentParser
import Foundation
import RankingCore
import RankingTraining

/// `rankctl import-ranker MODEL --bundle DIR [--promote]`
struct ImportRankerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import-ranker",
    abstract: "Make a new bundle with a CatBoost model as its ranker.",
    discussion: """
      The model's features must be the bundle's, by name and in order (`export-pool` writes them so). The new \
      version lies beside the given one; it serves only after --promote, which moves the link `current`.
      """)

  @OptionGroup var home: RankdHome
  @Argument(help: "CatBoost model, .cbm or .json.")
  var model: String
  @Option(help: "Bundle to start from; default: the current one.")
  var bundle: String?
  @Flag(help: "Make the new version the current one.")
  var promote = false

  func run() throws {
    let ranker = try RankerModel(contentsOf: model)
    let (version, parent) = try RankerImport(bundle: bundle ?? home.current).write(ranker)
    if promote { try BundlePromotion(parent: parent).promote(version, action: .publish) }
    print("bundle \(version) in \(parent)\(promote ? ", now the current one" : "")")
  }
}
