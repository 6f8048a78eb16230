internal import CKernels
internal import RankingCore

/// One block of the encoder: self-attention and feed-forward, each with residual and normalisation.
final class BertLayer: Sendable {
  private let attention: SelfAttention
  private let projected: DenseLayer
  private let attentionNorm: NormLayer
  private let widening: DenseLayer
  private let narrowing: DenseLayer
  private let outputNorm: NormLayer

  init(_ reader: TensorReader, index: Int, _ configuration: BertConfiguration) throws(EncoderError) {
    let name = "encoder.layer.\(index)"
    let hidden = configuration.hiddenSize
    let wide = configuration.intermediateSize
    let epsilon = configuration.layerNormEpsilon
    attention = try SelfAttention(reader, name: "\(name).attention.self", configuration)
    projected = try DenseLayer(
      reader, ["\(name).attention.output.dense"], inputs: hidden, outputsEach: hidden)
    attentionNorm = try NormLayer(
      reader, "\(name).attention.output.LayerNorm", size: hidden, epsilon: epsilon)
    widening = try DenseLayer(reader, ["\(name).intermediate.dense"], inputs: hidden, outputsEach: wide)
    narrowing = try DenseLayer(reader, ["\(name).output.dense"], inputs: wide, outputsEach: hidden)
    outputNorm = try NormLayer(reader, "\(name).output.LayerNorm", size: hidden, epsilon: epsilon)
  }

  /// Replaces the hidden states of all tokens in `scratch`; tokens attend within their own sentence only.
  func apply(_ scratch: BertScratch, _ kernels: UnsafePointer<rk_kernel_table>) {
    let rows = scratch.tokens
    attention.apply(scratch, kernels)
    projected.apply(scratch.context, rows: rows, to: scratch.spare, kernels)
    attentionNorm.apply(scratch.spare, adding: scratch.hidden, rows: rows, kernels)
    widening.apply(scratch.spare, rows: rows, to: scratch.wide, kernels)
    kernels.pointee.gelu(scratch.wide, rows * widening.outputs)
    narrowing.apply(scratch.wide, rows: rows, to: scratch.hidden, kernels)
    outputNorm.apply(scratch.hidden, adding: scratch.spare, rows: rows, kernels)
  }
}
