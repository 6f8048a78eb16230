import FoundationEssentials

/// Collects tensors and writes them as one safetensors file, the same bytes for the same tensors.
///
/// Tensors stand largest element first, then by name, and the header is padded with spaces so that the data
/// starts on a 64-byte boundary: every element is aligned without holes, which the format forbids.
package struct SafetensorsWriter {
  private struct Entry {
    let type: TensorType
    let shape: [Int]
    /// Adds the tensor's bytes, which are written once, where the file is put together.
    let append: (inout [UInt8]) -> Void
    var byteCount: Int { shape.reduce(type.size, *) }
  }

  private var entries: [String: Entry] = [:]
  package var metadata: [String: String] = [:]

  package init() {}

  /// Adds a matrix under `name`, which must be new; one row is written as rank 1.
  package mutating func add<Element: TensorElement>(_ name: String, _ matrix: Matrix<Element>) {
    let shape = matrix.rows == 1 ? [matrix.columns] : [matrix.rows, matrix.columns]
    precondition(entries[name] == nil, "tensor \(name) added twice")
    entries[name] = Entry(type: Element.tensorType, shape: shape) { bytes in
      for row in 0..<matrix.rows { bytes.append(contentsOf: UnsafeRawBufferPointer(matrix[row: row])) }
    }
  }

  /// The file's bytes.
  package func encoded() -> [UInt8] {
    let ordered = entries.sorted { ($1.value.type.size, $0.key) < ($0.value.type.size, $1.key) }
    var header = header(ordered.map { ($0.key, $0.value) })
    header += [UInt8](repeating: UInt8(ascii: " "), count: (64 - (8 + header.count) % 64) % 64)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.count + ordered.reduce(0) { $0 + $1.value.byteCount })
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { bytes.append(contentsOf: $0) }
    bytes += header
    for (_, entry) in ordered { entry.append(&bytes) }
    return bytes
  }

  private func header(_ ordered: [(name: String, entry: Entry)]) -> [UInt8] {
    var fields: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
      fields.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    var offset = 0
    for (name, entry) in ordered {
      let end = offset + entry.byteCount
      let shape = entry.shape.map(String.init).joined(separator: ",")
      fields.append(
        "\(quoted(name)):{\"dtype\":\"\(entry.type.rawValue)\",\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}"
      )
      offset = end
    }
    return Array("{\(fields.joined(separator: ","))}".utf8)
  }

  /// A JSON string.
  private func quoted(_ text: String) -> String {
    guard let encoded = try? JSONEncoder().encode(text) else { return "\"\"" }
    return String(decoding: encoded, as: UTF8.self)
  }
}
