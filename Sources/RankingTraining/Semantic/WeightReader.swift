import RankingCore

/// Reads tensors by BERT's names, with or without the prefix `bert.`, as float32.
struct WeightReader {
  let file: SafetensorsFile

  /// Tensor `name` as [rows, columns]; nil rows takes what is there.
  func matrix(_ name: String, _ rows: Int?, _ columns: Int) throws(EncoderError) -> Matrix<Float> {
    let tensor = try tensor(name)
    let shape = tensor.shape.count == 1 ? [1] + tensor.shape : tensor.shape
    guard shape.count == 2, shape[1] == columns, rows == nil || shape[0] == rows else {
      throw EncoderError(
        .tensor, "\(name) has shape \(tensor.shape), needs [\(rows.map(String.init) ?? "any"), \(columns)]")
    }
    return Matrix(rows: shape[0], columns: columns, try floats(tensor, name))
  }

  func linear(_ name: String, _ outputs: Int, _ inputs: Int) throws(EncoderError) -> EncoderWeights.Linear {
    EncoderWeights.Linear(
      weight: try matrix("\(name).weight", outputs, inputs), bias: try matrix("\(name).bias", 1, outputs))
  }

  func norm(_ name: String, _ size: Int) throws(EncoderError) -> EncoderWeights.Norm {
    EncoderWeights.Norm(
      scale: try matrix("\(name).weight", 1, size), shift: try matrix("\(name).bias", 1, size))
  }

  private func tensor(_ name: String) throws(EncoderError) -> SafetensorsFile.Tensor {
    guard let tensor = file.tensors[name] ?? file.tensors["bert.\(name)"] else {
      throw EncoderError(.tensor, "model.safetensors lacks \(name)")
    }
    return tensor
  }

  private func floats(_ tensor: SafetensorsFile.Tensor, _ name: String) throws(EncoderError) -> [Float] {
    let bytes = file.bytes(tensor)
    func values<Raw: BitwiseCopyable>(_ type: Raw.Type, _ convert: (Raw) -> Float) -> [Float] {
      (0..<tensor.elementCount).map {
        convert(bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Raw>.size, as: Raw.self))
      }
    }
    let result: [Float]
    switch tensor.type {
    case .f32: result = values(Float.self) { $0 }
    case .bf16: result = values(UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
    case .f16: result = values(Float16.self) { Float($0) }
    default: throw EncoderError(.tensor, "\(name) is \(tensor.type.rawValue), needs F32, F16 or BF16")
    }
    guard result.allSatisfy(\.isFinite) else { throw EncoderError(.notFinite, "\(name) is not finite") }
    return result
  }
}
