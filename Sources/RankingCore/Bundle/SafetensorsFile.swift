import FoundationEssentials

/// A safetensors file, read-only: 8 bytes little-endian header length, that many bytes of JSON
/// (`{"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [begin, end]}, "__metadata__": {…}}`), then
/// the tensors' bytes, to which the offsets refer.
///
/// Everything is checked when the file is opened: header size, offsets within the data, sizes that match
/// type and shape, no overlap and no hole.
package struct SafetensorsFile: Sendable {
  /// The format's own limit on the header.
  package static let maximumHeaderBytes = 100_000_000

  package struct Tensor: Sendable, Hashable {
    package let type: TensorType
    package let shape: [Int]
    /// Position in the data, from the end of the header.
    package let bytes: Range<Int>

    package var elementCount: Int { bytes.count / type.size }
  }

  package let metadata: [String: String]
  package let tensors: [String: Tensor]
  private let file: MappedFile
  private let dataStart: Int

  package init(path: String) throws {
    try self.init(try MappedFile(path: path))
  }

  package init(_ file: MappedFile) throws(SafetensorsError) {
    let (header, start) = try Self.header(file.bytes)
    self.file = file
    dataStart = start
    metadata = header.metadata
    var tensors: [String: Tensor] = [:]
    for (name, entry) in header.tensors { tensors[name] = try entry.tensor() }
    self.tensors = tensors
    try Self.checkLayout(tensors, dataBytes: file.count - start)
  }

  private static func header(
    _ bytes: UnsafeRawBufferPointer
  ) throws(SafetensorsError) -> (SafetensorsHeader, Int) {
    guard bytes.count >= 8 else {
      throw SafetensorsError(.truncated, "\(bytes.count) bytes, needs at least 8")
    }
    let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    guard length <= UInt64(maximumHeaderBytes) else {
      throw SafetensorsError(.header, "header of \(length) bytes, at most \(maximumHeaderBytes)")
    }
    guard length <= UInt64(bytes.count - 8) else {
      throw SafetensorsError(.truncated, "header of \(length) bytes in a file of \(bytes.count)")
    }
    let start = 8 + Int(length)
    do {
      let data = Data(bytes[8..<start])
      return (try JSONDecoder().decode(SafetensorsHeader.self, from: data), start)
    } catch {
      throw SafetensorsError(.header, "\(error)")
    }
  }

  private static func checkLayout(
    _ tensors: [String: Tensor], dataBytes: Int
  ) throws(SafetensorsError) {
    var end = 0
    let ordered = tensors.sorted {
      ($0.value.bytes.lowerBound, $0.value.bytes.upperBound, $0.key)
        < ($1.value.bytes.lowerBound, $1.value.bytes.upperBound, $1.key)
    }
    for (name, tensor) in ordered {
      guard tensor.bytes.lowerBound == end else {
        throw SafetensorsError(
          .tensor, "\(name) starts at \(tensor.bytes.lowerBound), the one before ends at \(end)")
      }
      end = tensor.bytes.upperBound
    }
    guard end == dataBytes else {
      throw SafetensorsError(.truncated, "tensors take \(end) bytes, the file has \(dataBytes)")
    }
  }

  /// Names, sorted.
  package var names: [String] { tensors.keys.sorted() }

  /// The tensor's description.
  package func tensor(_ name: String) throws(SafetensorsError) -> Tensor {
    guard let tensor = tensors[name] else { throw SafetensorsError(.missing, "no tensor \"\(name)\"") }
    return tensor
  }

  /// The tensor's bytes; valid as long as this value lives.
  package func bytes(_ tensor: Tensor) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
      rebasing: file.bytes[dataStart + tensor.bytes.lowerBound..<dataStart + tensor.bytes.upperBound])
  }

  /// The tensor as a matrix: rank 1 is one row; a scalar is 1 x 1. It is a view of the file, or a copy where the
  /// file does not align the elements.
  package func matrix<Element: TensorElement>(
    _ name: String, as type: Element.Type
  ) throws(SafetensorsError) -> Matrix<Element> {
    let tensor = try tensor(name)
    guard tensor.type == Element.tensorType else {
      throw SafetensorsError(
        .wrongType, "\(name) is \(tensor.type.rawValue), wanted \(Element.tensorType.rawValue)")
    }
    guard tensor.shape.count <= 2 else {
      throw SafetensorsError(.wrongShape, "\(name) has shape \(tensor.shape), wanted rank 1 or 2")
    }
    let columns = tensor.shape.last ?? 1
    let rows = tensor.shape.count == 2 ? tensor.shape[0] : 1
    return matrix(bytes(tensor), rows: rows, columns: columns)
  }

  private func matrix<Element: TensorElement>(
    _ bytes: UnsafeRawBufferPointer, rows: Int, columns: Int
  ) -> Matrix<Element> {
    guard let base = bytes.baseAddress,
      Int(bitPattern: base) % MemoryLayout<Element>.alignment == 0
    else {
      let storage = AlignedStorage<Element>(count: rows * columns)
      UnsafeMutableRawBufferPointer(storage.buffer).copyMemory(from: bytes)
      return Matrix(
        rows: rows, columns: columns, stride: columns, base: UnsafePointer(storage.base), owner: storage)
    }
    return Matrix(
      rows: rows, columns: columns, stride: columns, base: base.assumingMemoryBound(to: Element.self),
      owner: file)
  }
}
