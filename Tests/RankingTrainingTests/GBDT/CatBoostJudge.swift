import Foundation
import RankingTraining

/// CatBoost's own scores of a model file.
enum CatBoostJudge {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private static let script = """
    import sys, numpy, catboost
    folder, columns = sys.argv[1], int(sys.argv[2])
    model = catboost.CatBoost().load_model(folder + '/model.json', format='json')
    rows = numpy.fromfile(folder + '/rows', numpy.float32).reshape(-1, columns)
    numpy.asarray(model.predict(rows, prediction_type='RawFormulaVal'), numpy.float64).tofile(folder + '/scores')
    """

  static func scores(of json: [UInt8], rows: [[Float]]) throws -> [Double] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "rankd-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(json).write(to: folder.appending(path: "model.json"))
    try rows.joined().map { $0 }.withUnsafeBytes { try Data($0).write(to: folder.appending(path: "rows")) }
    try run(script, [folder.path, String(rows.first?.count ?? 0)])
    return try Data(contentsOf: folder.appending(path: "scores")).withUnsafeBytes { bytes in
      (0..<bytes.count / 8).map { bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Double.self) }
    }
  }

  /// CatBoost's scores of `matrix`'s rows, words included: it reads them from the pool files.
  static func scores(of json: [UInt8], _ matrix: TrainingMatrix) throws -> [Double] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "rankd-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(json).write(to: folder.appending(path: "model.json"))
    let writer = PoolWriter(matrix)
    try writer.write(to: folder.appending(path: "pool.tsv").path)
    try Data(writer.description.text.utf8).write(to: folder.appending(path: "pool.cd"))
    let script = """
      import sys, numpy, catboost
      folder = sys.argv[1]
      model = catboost.CatBoost().load_model(folder + '/model.json', format='json')
      pool = catboost.Pool(folder + '/pool.tsv', column_description=folder + '/pool.cd', has_header=True)
      numpy.asarray(model.predict(pool, prediction_type='RawFormulaVal'), numpy.float64).tofile(folder + '/scores')
      """
    try run(script, [folder.path])
    return try Data(contentsOf: folder.appending(path: "scores")).withUnsafeBytes { bytes in
      (0..<bytes.count / 8).map { bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Double.self) }
    }
  }

  /// Runs a Python script with the interpreter that has CatBoost; a failure carries what it said.
  static func run(_ script: String, _ arguments: [String]) throws {
    var root = URL(filePath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    let process = Process()
    process.executableURL = URL(
      filePath: ProcessInfo.processInfo.environment["RANKD_PYTHON"]
        ?? root.appending(path: ".venv/bin/python3").path)
    process.arguments = ["-c", script] + arguments
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let message = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(description: message) }
  }
}
