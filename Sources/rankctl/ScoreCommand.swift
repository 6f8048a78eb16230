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

  func run() throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: ranker)))
    let model =
      bytes.starts(with: Array("CBM1".utf8))
      ? try RankerModel(cbm: bytes) : try RankerModel(catBoostJSON: bytes)
    let scorer = ReferenceScorer(model)
    var lines = try String(contentsOfFile: features, encoding: .utf8).split(separator: "\n")[...]
    let columns = try columns(of: model, header: lines.popFirst() ?? "")
    for (index, line) in lines.enumerated() {
      let scores = try scorer.score(row: row(line, columns, number: index + 2))
      print(scores.map { String(format: "%.17g", $0) }.joined(separator: "\t"))
    }
  }

  /// Where each feature of the model stands in the table.
  private func columns(of model: RankerModel, header: Substring) throws -> [Int] {
    let names = header.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    return try model.featureNames.map { name in
      guard let column = names.firstIndex(of: name) else {
        throw ValidationError("\(features): no column named \(name)")
      }
      return column
    }
  }

  private func row(_ line: Substring, _ columns: [Int], number: Int) throws -> [Float] {
    let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
    return try columns.map { column in
      guard column < cells.count else {
        throw ValidationError("\(features):\(number): \(cells.count) columns, needs \(column + 1)")
      }
      if cells[column].isEmpty { return .nan }
      guard let value = Float(cells[column]) else {
        throw ValidationError("\(features):\(number): \"\(cells[column])\" is no number")
      }
      return value
    }
  }
}
