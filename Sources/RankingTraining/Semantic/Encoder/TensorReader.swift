internal import RankingCore

/// Reads a checkpoint's tensors as Float32 on 64-byte boundaries, whatever type they are stored in.
struct TensorReader {
  private let file: SafetensorsFile
  private let path: String
  /// What stands before the names: "" or "bert.".
  private let root: String

  init(path: String) throws(EncoderError) {
    do {
      file = try SafetensorsFile(path: path)
    } catch let error as SafetensorsError {
      throw EncoderError(.malformed, "\(path): \(error)")
    } catch {
      throw EncoderError(.missingFile, "\(error)")
    }
    self.path = path
    root = file.tensors["bert.embeddings.word_embeddings.weight"] == nil ? "" : "bert."
  }

  /// The tensor, which must have exactly this shape.
  func read(_ name: String, shape: [Int]) throws(EncoderError) -> AlignedStorage<Float> {
    guard let tensor = file.tensors[root + name] else {
      throw EncoderError(.missingTensor, "\(path): no tensor \"\(root)\(name)\", wanted \(shape)")
    }
    guard tensor.shape == shape else {
      throw EncoderError(
        .wrongShape, "\(path): \"\(root)\(name)\" has shape \(tensor.shape), config.json asks for \(shape)")
    }
    let values = AlignedStorage<Float>(count: tensor.elementCount)
    try convert(tensor, name: name, to: values.buffer)
    guard values.buffer.allSatisfy(\.isFinite) else {
      throw EncoderError(.malformed, "\(path): \"\(root)\(name)\" holds a value that is not finite")
    }
    return values
  }

  private func convert(
    _ tensor: SafetensorsFile.Tensor, name: String, to values: UnsafeMutableBufferPointer<Float>
  ) throws(EncoderError) {
    let bytes = file.bytes(tensor)
    switch tensor.type {
    case .f32:
      for index in values.indices {
        values[index] = Float(bitPattern: bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
      }
    case .f16:
      for index in values.indices {
        let bits = bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
        values[index] = Float(Float16(bitPattern: bits))
      }
    case .bf16:
      for index in values.indices {
        let bits = bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
        values[index] = Float(bitPattern: UInt32(bits) << 16)
      }
    default:
      throw EncoderError(
        .unsupported, "\(path): \"\(root)\(name)\" is \(tensor.type.rawValue), wanted F32, F16 or BF16")
    }
    withExtendedLifetime(file) {}
  }
}
