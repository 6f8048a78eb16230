import ArgumentParser
import Foundation
import RankingCore
import RankingTraining

/// `rankctl tune`
struct TuneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tune", abstract: "Search stage 1's hyper-parameters and fusion weights.",
    discussion: """
      On folds cut from ua.base, random ones like the official split and a temporal one; the rows of ua.test \
      are not in what it works on, and --interactions with these rows are refused. Numbers that the \
      configuration leaves off (unobservedWeight, recency, proximity) stay off: begin with them to search them. The \
      same command again goes on from its state file. What it writes is read by train --configuration and evaluate \
      --configuration.
      """)

  @OptionGroup var home: RankdHome
  @OptionGroup var data: DataOptions
  @Option(help: "Trials in all, those of earlier runs of the same search among them.")
  var trials = 100
  @Option var seed: UInt64 = 1
  @Option(help: "Random folds.")
  var randomFolds = 3
  @Flag(inversion: .prefixedNo, help: "One more fold that hides each user's last rows.")
  var temporalFold = true
  @Option(help: "Rows of each user that a fold hides, at most half.")
  var hiding = 10
  @Option(help: "The objective is ndcg@10 plus this times recall@100.")
  var recallWeight = 0.3
  @Option(help: "Leave this source's trainer as it is; may be repeated.")
  var fixed: [String] = []
  @Option(help: "Where to begin: JSON of a FunnelConfiguration, or of parts of it.")
  var configuration: String?
  @Option(help: "State file; default: tune/state-<seed>.json under the home.")
  var state: String?
  @Option(help: "Configuration file to write; default: tune/configuration.json under the home.")
  var out: String?
  @Option(help: "Threads; the result does not depend on them.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    guard trials >= 0 else { throw ValidationError("--trials must be at least 0, got \(trials)") }
    guard hiding >= 1 else { throw ValidationError("--hiding must be at least 1, got \(hiding)") }
    guard randomFolds >= 0 else {
      throw ValidationError("--random-folds must be at least 0, got \(randomFolds)")
    }
  }

  func run() throws {
    try FileManager.default.createDirectory(
      atPath: "\(home.path)/tune", withIntermediateDirectories: true)
    let options = TuningOptions(
      seed: seed, randomFolds: randomFolds, temporalFold: temporalFold, hiding: hiding,
      recallWeight: recallWeight, fixed: fixed)
    let tuner = try RetrievalTuner(try data.tuning(home), options: options, threads: threads)
    let reporter = ProgressReporter("tune", total: trials, unit: "trials")
    var known = 0
    let found = try tuner.run(
      trials: trials, from: try FunnelConfiguration.read(configuration, seed: nil).retrieval,
      state: state ?? "\(home.path)/tune/state-\(seed).json"
    ) { state, isBetter in
      reporter.advance(by: state.trials - known)
      known = state.trials
      if isBetter || state.trials == 0 { ProgressReporter.note("trial \(state.trials): \(state.line)") }
    }
    reporter.finish(found.line)
    try write(found)
  }

  private func write(_ found: TuningState) throws {
    let path = out ?? "\(home.path)/tune/configuration.json"
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    let bytes = try encoder.encode(["retrieval": found.best])
    try AtomicFile.write(Array(bytes) + Array("\n".utf8), to: path)
    print("\(found.line)\nwritten to \(path)")
  }
}
