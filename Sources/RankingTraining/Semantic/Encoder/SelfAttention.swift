internal import CKernels
internal import RankingCore

/// softmax(Q K^T / sqrt(d)) V for each head and sentence.
final class SelfAttention: Sendable {
  private let projections: DenseLayer
  private let hidden: Int
  private let heads: Int
  private let headSize: Int

  init(_ reader: TensorReader, name: String, _ configuration: BertConfiguration) throws(EncoderError) {
    hidden = configuration.hiddenSize
    heads = configuration.heads
    headSize = configuration.headSize
    projections = try DenseLayer(
      reader, ["\(name).query", "\(name).key", "\(name).value"], inputs: hidden, outputsEach: hidden)
  }

  /// `scratch.context` from `scratch.hidden`.
  func apply(_ scratch: BertScratch, _ kernels: UnsafePointer<rk_kernel_table>) {
    projections.apply(scratch.hidden, rows: scratch.tokens, to: scratch.wide, kernels)
    for (start, end) in zip(scratch.starts, scratch.starts.dropFirst()) {
      for head in 0..<heads { attend(scratch, start: start, count: end - start, head: head, kernels) }
    }
  }

  /// One head of the sentence whose `count` tokens stand from row `start` on.
  private func attend(
    _ scratch: BertScratch, start: Int, count: Int, head: Int, _ kernels: UnsafePointer<rk_kernel_table>
  ) {
    let row = 3 * hidden
    let query = scratch.wide + start * row + head * headSize
    let padded = (count + 15) / 16 * 16
    transpose(query + hidden, rowLength: row, count: count, padded: padded, to: scratch.keys)
    kernels.pointee.gemm(
      query, row, scratch.keys, padded, nil, scratch.scores, padded, count, padded, headSize)
    kernels.pointee.softmax(scratch.scores, count, count, padded, 1 / Float(headSize).squareRoot())
    kernels.pointee.gemm(
      scratch.scores, padded, query + 2 * hidden, row, nil,
      scratch.context + start * hidden + head * headSize, hidden, count, headSize, count)
  }

  /// [count, headSize] keys to [headSize, padded], zeros in the padding.
  private func transpose(
    _ keys: UnsafePointer<Float>, rowLength: Int, count: Int, padded: Int,
    to target: UnsafeMutablePointer<Float>
  ) {
    for dimension in 0..<headSize {
      let line = target + dimension * padded
      for token in 0..<count { line[token] = keys[token * rowLength + dimension] }
      for token in count..<padded { line[token] = 0 }
    }
  }
}
