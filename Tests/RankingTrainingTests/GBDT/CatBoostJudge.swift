import Foundation

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
    try run([folder.path, String(rows.first?.count ?? 0)])
    return try Data(contentsOf: folder.appending(path: "scores")).withUnsafeBytes { bytes in
      (0..<bytes.count / 8).map { bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Double.self) }
    }
  }

  private static func run(_ arguments: [String]) throws {
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
