import ArgumentParser
import Foundation
import RankingCore
import RankingTraining

/// `rankctl als --interactions F --factors K …`: ALS alone.
struct ALSCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "als", abstract: "Train ALS alone: users first, ids ascending; prints times and objective.")

  @Option(help: "CSV or TSV with a header, or a folder in one of MovieLens' layouts.")
  var interactions: String
  @Option var factors = 64
  @Option var iterations = 15
  @Option var regularization: Float = 0.01
  @Option(help: "Multiplies every observation.")
  var alpha: Float = 1
  @Option(help: "cg or cholesky.")
  var solver = "cg"
  @Option var cgSteps = 3
  @Option(help: "Factors to start from: tensors user_factors and item_factors.")
  var `init`: String?
  @Option(help: "Where to write tensors user_factors and item_factors.")
  var out: String?
  @Option var seed: UInt64 = 1
  @Option(help: "Threads; the result does not depend on them.")
  var threads = ProcessInfo.processInfo.activeProcessorCount
  @Flag(help: "Print one JSON object instead of lines.")
  var json = false

  func run() throws {
    var isDirectory: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: interactions, isDirectory: &isDirectory)
    let dataset =
      isDirectory.boolValue
      ? try Dataset.read(directory: interactions) : try Dataset.read(interactions: interactions)
    let configuration = try configuration()
    let rows = SparseRows(
      Interactions(users: dataset.catalogue.userCount, events: dataset.events),
      items: dataset.catalogue.itemCount, weight: configuration.weight)
    var report = ALSReport(json: json)
    let trained = try ALSTrainer(configuration, threads: threads, reportsObjective: true).train(
      rows, initial: try initial()
    ) { step, _ in report.add(step) }
    report.print()
    if let out { try write(trained, out) }
  }

  private func configuration() throws -> ALSConfiguration {
    guard ["cg", "cholesky"].contains(solver) else {
      throw ValidationError("--solver \(solver): cg or cholesky")
    }
    return ALSConfiguration(
      factors: factors, regularization: regularization, iterations: iterations,
      solver: solver == "cg" ? .conjugateGradient : .cholesky, conjugateGradientSteps: cgSteps,
      weight: RatingWeight(rule: .rating, scale: alpha), seed: seed)
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

/// Seconds and objective of each iteration.
private struct ALSReport {
  let json: Bool
  var seconds: [Double] = []
  var objective: [Double] = []

  mutating func add(_ step: ALSProgress) {
    if step.half == .users { seconds.append(0) }
    seconds[seconds.count - 1] += step.seconds
    guard let value = step.objective else { return }
    objective.append(value)
    if !json { Swift.print("iteration \(step.iteration): \(seconds.last ?? 0) s, objective \(value)") }
  }

  func print() {
    guard json else { return }
    Swift.print(
      "{\"seconds_per_iteration\":\(seconds),\"objective\":\(objective),\"peak_rss_bytes\":\(Self.peak)}")
  }

  private static var peak: Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    return
      (line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) } ?? 0)
      * 1024
  }
}
