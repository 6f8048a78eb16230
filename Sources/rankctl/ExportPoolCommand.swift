import ArgumentParser
import Foundation
import RankingCore
import RankingTraining

/// `rankctl export-pool`
struct ExportPoolCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export-pool",
    abstract: "Write the ranker's training matrix for CatBoost, LightGBM or `rankctl train-ranker`.",
    discussion: """
      Writes train.tsv and pool.cd, CatBoost's column description. With --hide the given rows are left out of \
      training, and test.tsv holds what a ranker trained on train.tsv would be asked: every user's candidates \
      of sources fitted to the remaining rows, relevant if hidden. LightGBM reads the same tables with \
      header=true label_column=name:label group_column=name:group.
      """)

  @OptionGroup var home: RankdHome
  @OptionGroup var data: DataOptions
  @Option(help: "JSON of a FunnelConfiguration; default: the settings for MovieLens 100K.")
  var config: String?
  @Option(help: "Folder to write to; made if it is not there.")
  var out: String
  @Option(
    help: "A *.rows file, 1-based row numbers of u.data to hide, or random:SEED, ten rows of each user.")
  var hide: String?
  @Option(help: "Threads; the result does not depend on them.")
  var threads = ProcessInfo.processInfo.activeProcessorCount
  @Option(help: "Seed of everything random; default: the configuration's.")
  var seed: UInt64?
  @Flag(help: "Leave the semantic signals out.")
  var withoutSemantic = false

  func run() throws {
    try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
    let configuration = try FunnelConfiguration.read(config, seed: seed)
    let (problem, catalogue, interactions) = try input()
    let rows = RankerRows(
      configuration: configuration, catalogue: catalogue,
      semantic: try semantic(configuration, catalogue), threads: threads)
    try write(try rows.make(interactions), "train.tsv")
    if let problem { try write(try rows.judged(problem), "test.tsv") }
  }

  private func input() throws -> (EvaluationProblem?, Catalogue, Interactions) {
    if let own = try data.own() {
      guard hide == nil else {
        throw ValidationError("--hide names rows of MovieLens, not of --interactions")
      }
      return (nil, own.catalogue, Interactions(users: own.catalogue.userCount, events: own.events))
    }
    let tuning = try TuningDataset(directory: home.movieLens)
    guard let hide else { return (nil, tuning.catalogue, tuning.interactions) }
    let problem =
      if hide.hasPrefix("random:"), let seed = UInt64(hide.dropFirst(7)) {
        tuning.randomFold(seed: seed)
      } else {
        try tuning.fold(try FoldFile(path: hide, rowCount: MovieLens100K.rows))
      }
    return (problem, problem.catalogue, problem.interactions)
  }

  private func semantic(
    _ configuration: FunnelConfiguration, _ catalogue: Catalogue
  ) throws -> SemanticSignals? {
    guard !withoutSemantic else { return nil }
    return try BundleTrainer(
      configuration: configuration, encoderDirectory: home.encoder, embeddingDirectory: home.embeddings,
      bundleDirectory: home.bundles, threads: threads
    ).semantic(catalogue)?.signals
  }

  private func write(_ matrix: TrainingMatrix, _ name: String) throws {
    let writer = PoolWriter(matrix)
    try writer.write(to: "\(out)/\(name)")
    try AtomicFile.write(Array(writer.description.text.utf8), to: "\(out)/pool.cd")
    print(
      "\(out)/\(name): \(matrix.rowCount) rows, \(matrix.groupCount) groups, \(matrix.featureCount) features")
  }
}
