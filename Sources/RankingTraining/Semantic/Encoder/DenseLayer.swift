internal import CKernels
internal import RankingCore

/// y = x W^T + b, the weights packed once into strips of 32 (the last perhaps 16) columns that the kernel
/// walks from first to last.
final class DenseLayer: Sendable {
  static let stripWidth = 32

  let inputs: Int
  let outputs: Int
  private let strips: AlignedStorage<Float>
  private let bias: AlignedStorage<Float>

  /// Concatenates the named layers' outputs: [outputs_i, inputs] weights and [outputs_i] biases.
  init(
    _ reader: TensorReader, _ names: [String], inputs: Int, outputsEach: Int
  ) throws(EncoderError) {
    self.inputs = inputs
    outputs = outputsEach * names.count
    bias = AlignedStorage(count: outputs)
    strips = AlignedStorage(count: inputs * outputs)
    for (part, name) in names.enumerated() {
      let weight = try reader.read("\(name).weight", shape: [outputsEach, inputs])
      let offset = try reader.read("\(name).bias", shape: [outputsEach])
      (bias.base + part * outputsEach).update(from: offset.base, count: outputsEach)
      for row in 0..<outputsEach { pack(weight.base + row * inputs, column: part * outputsEach + row) }
    }
  }

  private func pack(_ weights: UnsafePointer<Float>, column: Int) {
    let start = column / Self.stripWidth * Self.stripWidth
    let width = min(Self.stripWidth, outputs - start)
    let target = strips.base + start * inputs + (column - start)
    for row in 0..<inputs { target[row * width] = weights[row] }
  }

  /// `output` [rows, outputs] from `input` [rows, inputs], both without padding.
  func apply(
    _ input: UnsafePointer<Float>, rows: Int, to output: UnsafeMutablePointer<Float>,
    _ kernels: UnsafePointer<rk_kernel_table>
  ) {
    for start in stride(from: 0, to: outputs, by: Self.stripWidth) {
      let width = min(Self.stripWidth, outputs - start)
      kernels.pointee.gemm(
        input, inputs, strips.base + start * inputs, width, bias.base + start, output + start, outputs, rows,
        width, inputs)
    }
  }
}
