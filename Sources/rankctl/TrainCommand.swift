import ArgumentParser
import Foundation
import RankingCore
import RankingTraining

/// `rankctl train`
struct TrainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Embed the items, train both stages and write a bundle.",
    discussion: """
      Without --interactions it trains on MovieLens 100K: on the base of the official split, so that what is \
      evaluated is what is served, or with --all on every row. Long factorisations save themselves under \
      checkpoints/; the same command again goes on from there, to the same bits. Semantic signals are of the encoder in \
      the home folder, of another one (--encoder), of a model behind an endpoint (--endpoint, --model) or of a file \
      (--embeddings); the bundle is pinned to them.
      """)

  @OptionGroup var home: RankdHome
  @OptionGroup var data: DataOptions
  @Option(
    name: [.customLong("configuration"), .customLong("config")],
    help: "JSON of a FunnelConfiguration, or of parts of it; default: the settings for MovieLens 100K.")
  var config: String?
  @Option(help: "Threads; the result does not depend on them.")
  var threads = ProcessInfo.processInfo.activeProcessorCount
  @Option(help: "Seed of everything random; default: the configuration's.")
  var seed: UInt64?
  @Flag(help: "Train on every row of MovieLens 100K.")
  var all = false
  @Flag(help: "Do nothing if the current bundle is what training would make.")
  var ifNeeded = false
  @Option(help: "Link that names the new bundle; `candidate` for one that a gate and a canary judge first.")
  var link = CurrentBundle.linkName
  @Option(
    help: """
      Leave this source out of the configuration; may be repeated. Catalogues of more than 23,170 items need it for \
      ease and occasion.
      """)
  var leaveOut: [String] = []
  @OptionGroup var semantic: SemanticOptions
  @Flag(help: "Print the configuration as JSON, to edit and pass as --config, and train nothing.")
  var printConfig = false

  @OptionGroup var teaching: TeacherOptions

  func run() async throws {
    let configuration = try configuration()
    if printConfig { return print(try configuration.json) }
    var input = try input()
    let teacher = try teaching.read(input.catalogue)
    if let teacher { input.fingerprint += "+teacher-\(teacher.digest.prefix(12))" }
    var trainer = BundleTrainer(
      configuration: configuration, encoderDirectory: nil, embeddingDirectory: home.embeddings,
      bundleDirectory: home.bundles, threads: threads,
      checkpointDirectory: "\(home.path)/checkpoints")
    trainer.embeddings = try await semantic.vectors(
      input.catalogue, home, configuration.semantic, threads: threads)
    trainer.teacher = teacher
    trainer.link = link
    if ifNeeded, let version = trainer.upToDate(input) {
      return print("bundle \(version) is up to date")
    }
    let start = ContinuousClock.now
    let version = try trainer.train(input)
    print("bundle \(version) in \(home.bundles), trained in \((ContinuousClock.now - start).inSeconds)")
  }

  private func configuration() throws -> FunnelConfiguration {
    var configuration = try FunnelConfiguration.read(config, seed: seed)
    configuration.retrieval = try configuration.retrieval.without(leaveOut)
    configuration.semantic.prefix = semantic.prefix ?? configuration.semantic.prefix
    return configuration
  }

  private func input() throws -> BundleTrainer.Input {
    if let own = try data.own() {
      return BundleTrainer.Input(catalogue: own.catalogue, events: own.events, fingerprint: own.fingerprint)
    }
    guard all else { return BundleTrainer.Input(try TuningDataset(directory: home.movieLens)) }
    let dataset = try data.read(home)
    return BundleTrainer.Input(
      catalogue: dataset.catalogue, events: dataset.events, fingerprint: dataset.fingerprint)
  }
}

extension Duration {
  /// `12.3 s`
  var inSeconds: String { formatted(.units(allowed: [.seconds], fractionalPart: .show(length: 1))) }
}
