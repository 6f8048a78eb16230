import ArgumentParser
import Foundation
import RankingCore
import RankingTraining

/// `rankctl als --interactions F --factors K …`: ALS alone.
struct ALSCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "als", abstract: "Train ALS alone: users first, ids ascending; prints times and objective.")

  @Option(
    help: """
      CSV or TSV with a header, a folder in one of MovieLens' layouts, or safetensors of a sparse matrix by \
      rows: offsets (I64), columns (I32), values (F32), one row each, and column_count \
      in the metadata unless every column has an entry.
      """)
  var interactions: String
  @Option var factors = 64
  @Option var iterations = 15
  @Option var regularization: Float = 0.01
  @Option(help: "Multiplies every observation.")
  var alpha: Float = 1
  @Option(help: "Weight of every pair in addition (iALS); default: confidences as in Hu, Koren, Volinsky.")
  var unobservedWeight: Float?
  @Option(help: "Power of a row's frequency that its regularization is multiplied by (iALS).")
  var frequencyExponent: Float = 0
  @Option(help: "Days before the user's latest event after which an event counts half; default: no decay.")
  var halfLifeDays: Double?
  @Option(help: "cg or cholesky.")
  var solver = "cg"
  @Option var cgSteps = 3
  @Option(help: "Factors to start from: tensors user_factors and item_factors.")
  var `init`: String?
  @Option(help: "Where to write tensors user_factors and item_factors.")
  var out: String?
  @Option(
    help: "File to save to every few seconds; if it is there training goes on from it, to the same bits.")
  var checkpoint: String?
  @Option(help: "Least seconds between two saves.")
  var checkpointSeconds = 10.0
  @Option var seed: UInt64 = 1
  @Option(help: "Threads; the result does not depend on them.")
  var threads = ProcessInfo.processInfo.activeProcessorCount
  @Flag(inversion: .prefixedNo, help: "Compute the objective after each iteration, outside its time.")
  var objective = true
  @Flag(help: "Print one JSON object instead of lines.")
  var json = false

  func run() throws {
    let (trained, report) = try train()
    if let out { try write(trained, out) }
    report.print()
  }

  private func train() throws -> (Factors, ALSReport) {
    let configuration = try configuration()
    let rows = try ALSInput(path: interactions, configuration: configuration).rows
    var report = ALSReport(json: json, rows: rows, configuration: configuration)
    let saving = checkpoint.map {
      ALSCheckpointing(path: $0, interval: .milliseconds(Int64(max(0, checkpointSeconds) * 1000)))
    }
    let trained = try ALSTrainer(configuration, threads: threads, reportsObjective: objective).train(
      rows, initial: try initial(), checkpoint: saving
    ) { step, _ in report.add(step) }
    return (trained, report)
  }

  private func configuration() throws -> ALSConfiguration {
    guard ["cg", "cholesky"].contains(solver) else {
      throw ValidationError("--solver \(solver): cg or cholesky")
    }
    return ALSConfiguration(
      factors: factors, regularization: regularization, iterations: iterations,
      solver: solver == "cg" ? .conjugateGradient : .cholesky, conjugateGradientSteps: cgSteps,
      weight: RatingWeight(rule: .rating, scale: alpha), unobservedWeight: unobservedWeight,
      frequencyExponent: frequencyExponent, seed: seed,
      recency: halfLifeDays.map { RecencyWeight(halfLife: $0 * 86_400) })
  }

  private func initial() throws -> Factors? {
    guard let path = self.`init` else { return nil }
    let file = try SafetensorsFile(path: path)
    return Factors(
      users: try file.matrix("user_factors", as: Float.self),
      items: try file.matrix("item_factors", as: Float.self))
  }

  private func write(_ factors: Factors, _ path: String) throws {
    var writer = SafetensorsWriter()
    writer.add("user_factors", factors.users)
    writer.add("item_factors", factors.items)
    try AtomicFile.write(writer.encoded(), to: path)
  }
}
