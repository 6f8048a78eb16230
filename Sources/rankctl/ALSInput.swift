import RankingCore
import RankingTraining

/// The matrix that `rankctl als` factorises.
struct ALSInput {
  let rows: SparseRows

  init(path: String, configuration: ALSConfiguration) throws {
    if path.hasSuffix(".safetensors") {
      rows = try Self.matrix(path, configuration)
    } else {
      rows = SparseRows(try Self.read(path), confidence: configuration)
    }
  }

  /// Reading ends here, so that what it needed is gone when training begins.
  private static func read(_ path: String) throws -> (interactions: Interactions, items: Int) {
    let dataset = try Dataset.read(at: path)
    dataset.rowReport.warnings.forEach { ProgressReporter.note($0) }
    return (
      Interactions(users: dataset.catalogue.userCount, events: dataset.events), dataset.catalogue.itemCount
    )
  }

  private static func matrix(_ path: String, _ configuration: ALSConfiguration) throws -> SparseRows {
    let file = try SafetensorsFile(path: path)
    let offsets = try file.matrix("offsets", as: Int64.self)
    let columns = try file.matrix("columns", as: Int32.self)
    let values = try file.matrix("values", as: Float.self)
    let bounds = offsets[row: 0]
    guard offsets.rows == 1, columns.rows == 1, values.rows == 1, columns.columns == values.columns,
      bounds.first == 0, bounds.last == Int64(columns.columns),
      zip(bounds, bounds.dropFirst()).allSatisfy({ $0 <= $1 })
    else { throw ValidationFailure(path: path) }
    let width = file.metadata["column_count"].flatMap { Int($0) } ?? Int(columns[row: 0].max() ?? 0) + 1
    // Copies, so that the mapped file is gone when training begins.
    return SparseRows(
      columnCount: max(1, width), offsets: Matrix(rows: 1, columns: bounds.count, bounds),
      columns: Matrix(rows: 1, columns: columns.columns, columns[row: 0]), values: values
    ).mapValues { _, _, value in configuration.weight(value) }
  }

  private struct ValidationFailure: Error, CustomStringConvertible {
    let path: String
    var description: String {
      "\(path): offsets must ascend from 0 to the number of columns, and values be as many"
    }
  }
}

extension SparseRows {
  init(_ data: (interactions: Interactions, items: Int), confidence: ALSConfiguration) {
    self.init(data.interactions, items: data.items, confidence: confidence)
  }
}
