import Foundation
import RankingCore
import TestSupport
import Testing

/// CatBoost itself, from the Python package, as the judge of scores.
enum CatBoostOracle {
  /// A model that CatBoost trained, rows, and CatBoost's raw scores of them.
  struct Case {
    let name: String
    /// nil where CatBoost refused to write it: `jsonRefusal`.
    let json: [UInt8]?
    let jsonRefusal: String?
    let cbm: [UInt8]
    let floatCount: Int
    let categoryCount: Int
    /// [rows][floatCount]
    let rows: [[Float]]
    /// [rows][categoryCount]
    let categories: [[String]]
    /// [rows][dimension]
    let scores: [[Double]]
    /// [first rows][dimension][features + 1], the expected value last
    let shap: [[[Double]]]
    /// PredictionValuesChange, [features]
    let importance: [Double]
  }

  /// `count` models of `kind` (a function of the script).
  static func cases(_ kind: String, count: Int, seed: Int = 1, explain: Bool = false) throws -> [Case] {
    try TemporaryFolder.with { folder in
      try Python.run(script, [kind, String(count), String(seed), folder.path] + (explain ? ["explain"] : []))
      return try (0..<count).map { try readCase(folder, $0) }
    }
  }

  private static func readCase(_ folder: URL, _ index: Int) throws -> Case {
    func bytes(_ suffix: String) throws -> [UInt8] {
      [UInt8](try Data(contentsOf: folder.appending(path: "\(index).\(suffix)")))
    }
    struct Shape: Decodable {
      let name: String
      let rows, floats, dimension: Int
      let categories: [[String]]
      let shap: [[[Double]]]?
      let importance: [Double]?
      let jsonRefusal: String?
    }
    let shape = try JSONDecoder().decode(Shape.self, from: Data(try bytes("shape")))
    let floats = try bytes("rows").elements(Float.self)
    let scores = try bytes("scores").elements(Double.self)
    return Case(
      name: shape.name, json: shape.jsonRefusal == nil ? try bytes("json") : nil,
      jsonRefusal: shape.jsonRefusal, cbm: try bytes("cbm"), floatCount: shape.floats,
      categoryCount: shape.categories.first?.count ?? 0,
      rows: (0..<shape.rows).map { Array(floats[$0 * shape.floats..<($0 + 1) * shape.floats]) },
      categories: shape.categories,
      scores: (0..<shape.rows).map { Array(scores[$0 * shape.dimension..<($0 + 1) * shape.dimension]) },
      shap: shape.shap ?? [], importance: shape.importance ?? [])
  }
}
