import Foundation
import RankingCore
import RankingTraining
import Testing

/// The same data, parameters and initial factors as the Python package `implicit` give the same objective.
struct ImplicitParityTests {
  private static let script = """
    import json, sys
    import numpy as np, scipy.sparse as sp
    from implicit.cpu.als import AlternatingLeastSquares
    from implicit.cpu._als import calculate_loss
    folder, users, items, factors, cg = sys.argv[1], *map(int, sys.argv[2:6])
    read = lambda name, kind: np.fromfile(folder + "/" + name, kind)
    data = sp.csr_matrix((read("values", "f4"), read("columns", "i4"), read("offsets", "i8").astype("i4")),
                         shape=(users, items))
    model = AlternatingLeastSquares(factors=factors, regularization=3.0, iterations=5, use_cg=bool(cg), num_threads=1)
    model.user_factors = read("users", "f4").reshape(users, factors)
    model.item_factors = read("items", "f4").reshape(items, factors)
    losses = []
    model.fit(data, show_progress=False, callback=lambda *_: losses.append(float(
        calculate_loss(data, model.user_factors, model.item_factors, 3.0, num_threads=1))))
    print(json.dumps(losses))
    """

  @Test(arguments: [ALSConfiguration.Solver.conjugateGradient, .cholesky], [24, 64])
  func objectivesAgree(_ solver: ALSConfiguration.Solver, factors: Int) throws {
    let weight = RatingWeight(rule: .boosted, scale: 1.5, threshold: 4, boost: 0.5)
    let signed = SparseRows(
      sampleInteractions(users: 90, items: 70, perUser: 20), items: 70, weight: weight
    ).mapValues { row, column, value in (row + column) % 7 == 0 ? -value : value }
    let initial = Factors(users: start(90, factors, 1), items: start(70, factors, 2))
    var ours: [Double] = []
    let configuration = ALSConfiguration(
      factors: factors, regularization: 3, iterations: 5, solver: solver, weight: weight)
    _ = try ALSTrainer(configuration, threads: 2, reportsObjective: true).train(signed, initial: initial) {
      progress, _ in
      if let objective = progress.objective { ours.append(objective) }
    }
    let theirs = try implicitObjectives(signed, initial, solver)
    #expect(ours.count == 5 && theirs.count == 5)
    for (a, b) in zip(ours, theirs) { #expect(abs(a - b) <= 1e-4 * abs(b), "\(a) against \(b)") }
  }

  private func start(_ rows: Int, _ factors: Int, _ stream: UInt64) -> Matrix<Float> {
    let random = CounterRandom(seed: 5, stream: stream)
    return Matrix(
      rows: rows, columns: factors, (0..<rows * factors).map { random.unit(UInt64($0)) * 0.01 })
  }

  private func implicitObjectives(
    _ data: SparseRows, _ initial: Factors, _ solver: ALSConfiguration.Solver
  ) throws -> [Double] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "parity-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ name: String, _ values: some Collection<some BitwiseCopyable>) throws {
      try Array(values).withUnsafeBytes { try Data($0).write(to: folder.appending(path: name)) }
    }
    try write("values", data.values.flattened())
    try write("columns", data.columns.flattened())
    try write("offsets", data.offsets.flattened())
    try write("users", initial.users.flattened())
    try write("items", initial.items.flattened())
    let shape = [data.rowCount, data.columnCount, initial.users.columns, solver == .cholesky ? 0 : 1]
    let output = try python(Self.script, [folder.path] + shape.map(String.init))
    return try JSONDecoder().decode([Double].self, from: output)
  }

  private func python(_ script: String, _ arguments: [String]) throws -> Data {
    let environment = ProcessInfo.processInfo.environment
    let process = Process()
    let root = URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL
    process.executableURL =
      environment["RANKD_PYTHON"].map { URL(filePath: $0) } ?? root.appending(path: ".venv/bin/python3")
    process.arguments = ["-c", script] + arguments
    process.environment = environment.merging(["OPENBLAS_NUM_THREADS": "1"]) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return output
  }
}
