import ArgumentParser
import Foundation
import RankingCore
import RankingTraining

/// `rankctl train-ranker`
struct TrainRankerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train-ranker",
    abstract: "Train symmetric trees on a pool and write a CatBoost JSON model.",
    discussion: """
      The pool is a tab-separated table with a header and CatBoost's column description, as `export-pool` writes \
      them. Every option left out has the default of the configuration that MovieLens trains with.
      """)

  @Option(help: "Table of training rows.")
  var pool: String
  @Option(help: "Column description; default: pool.cd beside the table.")
  var columns: String?
  @Option(help: "Table of rows to measure NDCG on.")
  var validation: String?
  @Option(help: "Where to write the model.")
  var out: String
  @OptionGroup var options: GBDTOptions
  @Flag(help: "Tell trees, metric and time left on standard error.")
  var progress = false

  func validate() throws {
    if let rounds = options.earlyStopping, rounds > 0, validation == nil {
      throw ValidationError("--early-stopping \(rounds) needs --validation, the rows to measure NDCG on")
    }
  }

  func run() throws {
    let configuration = options.configuration
    let rows = try PoolReader.read(pool, columns: columns)
    let held = try validation.map { try PoolReader.read($0, columns: columns) }
    let reporter = progress ? ProgressReporter("ranker", total: configuration.trees, unit: "trees") : nil
    var metric: Double?
    let start = ContinuousClock.now
    let model = try GBDTTrainer(configuration).train(rows, validation: held) { state in
      metric = state.validationMetric ?? metric
      reporter?.advance(note: metric.map { "NDCG@\(configuration.metricCutoff) \(Self.figure($0))" } ?? "")
      return true
    }
    reporter?.finish()
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    try AtomicFile.write(model.catBoostJSON(), to: out)
    print(
      "\(out): \(model.trees.count) trees on \(rows.rowCount) rows in \(String(format: "%.2f", seconds)) s")
    guard let held else { return }
    let ndcg = try model.ndcg(on: held, cutoff: configuration.metricCutoff)
    print("NDCG@\(configuration.metricCutoff) \(Self.figure(ndcg)) on \(held.groupCount) groups")
  }

  private static func figure(_ value: Double) -> String { String(format: "%.5f", value) }
}
