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
    var lines = try String(contentsOfFile: features, encoding: .utf8).split(separator: "\n")[...]
    let header = (lines.popFirst() ?? "").split(separator: "\t", omittingEmptySubsequences: false).map(
      String.init)
    let names = model.featureNames
    let numbers = try model.floatFeatures.map { try column(of: names[$0.flatIndex], in: header) }
    let words = try model.categoricalFeatures.map { try column(of: names[$0.flatIndex], in: header) }
    var rows: [[Float]] = []
    for (index, line) in lines.enumerated() {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard cells.count == header.count else {
        throw ValidationError(
          "\(features):\(index + 2): \(cells.count) columns, the header has \(header.count)")
      }
      let row = try numbers.map { try number(cells[$0], line: index + 2) }
      if time != nil {
        rows.append(row)
        continue
      }
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

  private func column(of name: String, in header: [String]) throws -> Int {
    guard let column = header.firstIndex(of: name) else {
      throw ValidationError("\(features): no column named \(name)")
    }
    return column
  }

  private func number(_ cell: Substring, line: Int) throws -> Float {
    if cell.isEmpty { return .nan }
    guard let value = Float(cell) else {
      throw ValidationError("\(features):\(line): \"\(cell)\" is no number")
    }
    return value
  }
}
