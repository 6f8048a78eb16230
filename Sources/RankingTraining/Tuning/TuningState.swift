internal import Foundation

/// Where a search stands; the file that it is resumed from.
package struct TuningState: Codable, Sendable, Hashable {
  /// A fold's figures under the best recipe.
  package struct Figures: Codable, Sendable, Hashable {
    package var fold: String
    package var ndcg10: Double
    package var recall100: Double
    package var recall200: Double
  }

  package var options: TuningOptions
  /// Fingerprint of the data and digest of the recipe that the search began with.
  package var origin: String
  /// Trials done.
  package var trials: Int
  package var best: RetrievalRecipe
  package var objective: Double
  package var figures: [Figures]

  /// Reads `path`; nil without such a file.
  package static func read(_ path: String) throws -> TuningState? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    return try JSONDecoder().decode(Self.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// One line for people.
  package var line: String {
    let cells = figures.map {
      "\($0.fold) \(ReportTable.fixed($0.ndcg10, 4))/\(ReportTable.fixed($0.recall100, 4))"
    }
    return "objective \(ReportTable.fixed(objective, 5)), ndcg@10/recall@100 " + cells.joined(separator: ", ")
  }
}
