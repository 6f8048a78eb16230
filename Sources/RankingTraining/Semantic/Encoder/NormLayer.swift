internal import CKernels
internal import RankingCore

/// Layer normalisation over the last dimension.
final class NormLayer: Sendable {
  private let gain: AlignedStorage<Float>
  private let bias: AlignedStorage<Float>
  private let epsilon: Float

  init(_ reader: TensorReader, _ name: String, size: Int, epsilon: Float) throws(EncoderError) {
    gain = try reader.read("\(name).weight", shape: [size])
    bias = try reader.read("\(name).bias", shape: [size])
    self.epsilon = epsilon
  }

  /// Replaces each row of `values` by norm(values + residual).
  func apply(
    _ values: UnsafeMutablePointer<Float>, adding residual: UnsafePointer<Float>?, rows: Int,
    _ kernels: UnsafePointer<rk_kernel_table>
  ) {
    kernels.pointee.layer_norm(values, residual, gain.base, bias.base, epsilon, rows, gain.count)
  }
}
