internal import Foundation
internal import RankingCore

/// Writes training rows for CatBoost and LightGBM: a tab-separated table with a header, and the column
/// description beside it.
///
/// Columns: `label`, `group` (a number, rows of one group together), `weight` if there are weights, then the
/// features in flat order. Numbers have the shortest form that reads back to the same float32; a missing one
/// is `nan`.
package struct PoolWriter {
  private let matrix: TrainingMatrix

  package init(_ matrix: TrainingMatrix) { self.matrix = matrix }

  package var description: ColumnDescription {
    var columns: [ColumnDescription.Column] = [.init(.label, "label"), .init(.group, "group")]
    if !matrix.weights.isEmpty { columns.append(.init(.weight, "weight")) }
    return ColumnDescription(columns + inputs.map { .init($0.kind, $0.name) })
  }

  /// Writes the table to `path`: under a temporary name first, renamed when complete.
  ///
  /// - Throws: `PoolError` for a name or category that holds a tab or a line break.
  package func write(to path: String) throws {
    try checkText(path)
    let staging = "\(path).tmp.\(ProcessInfo.processInfo.processIdentifier)"
    guard FileManager.default.createFile(atPath: staging, contents: nil),
      let file = FileHandle(forWritingAtPath: staging)
    else { throw PoolError(staging, "cannot be created") }
    do {
      try writeRows(to: file)
      try file.synchronize()
      try file.close()
      guard rename(staging, path) == 0 else { throw PoolError(path, "cannot be written") }
    } catch {
      try? FileManager.default.removeItem(atPath: staging)
      throw error
    }
  }

  private func checkText(_ path: String) throws(PoolError) {
    let texts = matrix.featureNames + matrix.categories.flatMap { [$0.name] + $0.values }
    if let text = texts.first(where: { $0.contains { $0 == "\t" || $0.isNewline } }) {
      throw PoolError(path, "\"\(text)\" holds a tab or a line break")
    }
  }

  private func writeRows(to file: FileHandle) throws {
    var bytes: [UInt8] = []
    let names = description.columns.sorted { $0.key < $1.key }.map(\.value.name)
    bytes += "\(names.joined(separator: "\t"))\n".utf8
    let inputs = inputs
    for group in 0..<matrix.groupCount {
      for row in matrix.groupOffsets[group]..<matrix.groupOffsets[group + 1] {
        bytes += "\(Self.label(matrix.labels[row]))\t\(group)".utf8
        if !matrix.weights.isEmpty { bytes += "\t\(matrix.weights[row])".utf8 }
        for input in inputs {
          bytes.append(UInt8(ascii: "\t"))
          input.append(row, &bytes)
        }
        bytes.append(UInt8(ascii: "\n"))
      }
      if bytes.count > 1 << 20 {
        try file.write(contentsOf: bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    try file.write(contentsOf: bytes)
  }

  /// Whole numbers without a point: CatBoost takes labels for names of classes.
  private static func label(_ value: Float) -> String {
    Int(exactly: value).map(String.init) ?? value.description
  }

  /// A feature as it is written.
  private enum Input {
    case numeric(String, UnsafeBufferPointer<Float>)
    case categorical(CategoricalColumn)

    var name: String {
      switch self {
      case .numeric(let name, _): name
      case .categorical(let column): column.name
      }
    }

    var kind: ColumnDescription.Kind {
      if case .numeric = self { .numeric } else { .categorical }
    }

    func append(_ row: Int, _ bytes: inout [UInt8]) {
      switch self {
      case .numeric(_, let values): bytes += values[row].description.utf8
      case .categorical(let column): bytes += column.values[Int(column.codes[row])].utf8
      }
    }
  }

  private var inputs: [Input] {
    let numbers = zip(matrix.flatIndexes, matrix.featureNames.indices).map { flat, feature in
      (flat, Input.numeric(matrix.featureNames[feature], matrix.features[row: feature]))
    }
    let words = matrix.categories.map { ($0.flatIndex, Input.categorical($0)) }
    return (numbers + words).sorted { $0.0 < $1.0 }.map(\.1)
  }
}

extension FileHandle {
  fileprivate func write(contentsOf bytes: [UInt8]) throws { try write(contentsOf: Data(bytes)) }
}
