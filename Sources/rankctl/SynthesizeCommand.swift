import ArgumentParser
import RankingTraining

/// `rankctl synthesize --out DIR --items N …`
struct SynthesizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "synthesize",
    abstract: "Write a bundle of any size with random contents, to measure what growth costs.")

  @Option(help: "Folder to write the bundle to; it is named by its content.")
  var out: String
  @Option(help: "Items of the catalogue.")
  var items = 1_682
  @Option(help: "Users, with ids from 1.")
  var users = 943
  @Option(help: "Interactions of every user.")
  var history = 100
  @Option(help: "Factors of the users and items.")
  var factors = 64
  @Option(help: "Candidates handed to the ranker.")
  var candidates = 128
  @Option(help: "Trees of the ranker.")
  var trees = 300
  @Option(help: "Levels of a tree.")
  var depth = 5
  @Option(help: "Seed: the same options write the same bundle.")
  var seed: UInt64 = 1

  func validate() throws {
    try check("--items", items, 1...100_000_000)
    try check("--users", users, 1...100_000_000)
    try check("--history", history, 1...1_000_000)
    try check("--factors", factors, 1...4_096)
    try check("--candidates", candidates, 1...100_000)
    try check("--trees", trees, 1...100_000)
    try check("--depth", depth, 1...8)
  }

  private func check(_ option: String, _ value: Int, _ range: ClosedRange<Int>) throws {
    guard range.contains(value) else {
      throw ValidationError("\(option) is \(value), must be from \(range.lowerBound) to \(range.upperBound)")
    }
  }

  func run() throws {
    let funnel = SyntheticFunnel(
      items: items, users: users, history: history, factors: factors, candidates: candidates, trees: trees,
      depth: depth, seed: seed)
    print("\(out)/\(try funnel.write(parent: out))")
  }
}
