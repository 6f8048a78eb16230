import Foundation
import RankingCore
import Testing

/// CatBoost itself, from the Python package, as the judge of scores.
enum CatBoostOracle {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// A model that CatBoost trained, rows, and CatBoost's raw scores of them.
  struct Case {
    let name: String
    let json: [UInt8]?
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

  /// The interpreter named by RANKD_PYTHON, else `.venv/bin/python3` of the package.
  static var interpreter: String {
    if let named = ProcessInfo.processInfo.environment["RANKD_PYTHON"] { return named }
    var root = URL(filePath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    return root.appending(path: ".venv/bin/python3").path
  }

  static func run(_ script: String, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(filePath: interpreter)
    process.arguments = ["-c", script] + arguments
    process.standardOutput = FileHandle.nullDevice
    let errors = Pipe()
    process.standardError = errors
    do { try process.run() } catch {
      throw Failure(description: "RANKD_PYTHON or .venv/bin/python3 with catboost is needed: \(error)")
    }
    let message = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(description: message) }
  }

  static func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "rankd-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }

  /// `count` models of `kind` (a function of the script).
  static func cases(_ kind: String, count: Int, seed: Int = 1, explain: Bool = false) throws -> [Case] {
    try withFolder { folder in
      try run(script, [kind, String(count), String(seed), folder.path] + (explain ? ["explain"] : []))
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
    }
    let shape = try JSONDecoder().decode(Shape.self, from: Data(try bytes("shape")))
    let floats = try bytes("rows").elements(Float.self)
    let scores = try bytes("scores").elements(Double.self)
    return Case(
      name: shape.name, json: try? bytes("json"), cbm: try bytes("cbm"), floatCount: shape.floats,
      categoryCount: shape.categories.first?.count ?? 0,
      rows: (0..<shape.rows).map { Array(floats[$0 * shape.floats..<($0 + 1) * shape.floats]) },
      categories: shape.categories,
      scores: (0..<shape.rows).map { Array(scores[$0 * shape.dimension..<($0 + 1) * shape.dimension]) },
      shap: shape.shap ?? [], importance: shape.importance ?? [])
  }
}

extension [UInt8] {
  /// The bytes as packed little-endian elements.
  func elements<T: BitwiseCopyable>(_ type: T.Type) -> [T] {
    withUnsafeBytes { bytes in
      (0..<bytes.count / MemoryLayout<T>.stride).map {
        bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<T>.stride, as: T.self)
      }
    }
  }
}
