import ArgumentParser
import Foundation
import RankingCore

/// `rankctl score --ranker FILE --features ROWS.tsv`
struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score", abstract: "Raw scores of a CatBoost model, one a line, 17 significant digits.")

  @Option(help: "CatBoost model, .json or .cbm.")
  var ranker: String
  @Option(help: "Tab-separated rows; the header names features; empty or `nan` is missing.")
  var features: String

  @Option(
    help:
      "Time the serving path instead, for so many candidates a call: 100,200,1000. Prints JSON, microseconds."
  )
  var time: String?

  func run() throws {
    let model = try RankerModel(contentsOf: ranker)
    let scorer = ReferenceScorer(model)
    let table = try FeatureTable(path: features)
    let numbers = try model.floatFeatures.map { try table.column(of: $0.inputName) }
    let words = try model.categoricalFeatures.map { try table.column(of: $0.inputName) }
    var rows: [[Float]] = []
    try table.forEachRow { cells, line in
      let row = try numbers.map { try table.number(cells[$0], line: line) }
      if time != nil { return rows.append(row) }
      let scores = try scorer.score(row: row, categories: words.map { String(cells[$0]) })
      print(scores.map { String(format: "%.17g", $0) }.joined(separator: "\t"))
    }
    if let time { try report(model, rows, time) }
  }

  private func report(_ model: RankerModel, _ rows: [[Float]], _ time: String) throws {
    guard !rows.isEmpty else { throw ValidationError("\(features): no rows") }
    let timer = try ScoringTimer(model, rows: rows)
    let figures = try time.split(separator: ",").map { text in
      guard let count = Int(text), count > 0, count <= 1 << 20 else {
        throw ValidationError("--time: \"\(text)\" is no number of candidates")
      }
      let best = timer.microseconds(candidates: count)
      return String(format: "\"%d\": {\"binning\": %.2f, \"trees\": %.2f}", count, best.binning, best.trees)
    }
    print("{\(figures.joined(separator: ", "))}")
  }
}
