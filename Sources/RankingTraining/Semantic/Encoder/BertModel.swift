internal import CKernels
internal import RankingCore

/// The network: token ids to one pooled, normalised vector a sentence.
///
/// A sentence's vector does not depend on the other sentences of its batch, bit for bit.
final class BertModel: Sendable {
  let configuration: BertConfiguration
  private let words: AlignedStorage<Float>
  /// Position embeddings plus the embedding of token type 0, the only one a single sentence has.
  private let positions: AlignedStorage<Float>
  private let embeddingNorm: NormLayer
  private let layers: [BertLayer]

  init(path: String, _ configuration: BertConfiguration) throws(EncoderError) {
    let reader = try TensorReader(path: path)
    let hidden = configuration.hiddenSize
    self.configuration = configuration
    words = try reader.read(
      "embeddings.word_embeddings.weight", shape: [configuration.vocabularySize, hidden])
    positions = try reader.read(
      "embeddings.position_embeddings.weight", shape: [configuration.maximumPositions, hidden])
    let types = try reader.read(
      "embeddings.token_type_embeddings.weight", shape: [configuration.typeCount, hidden])
    for index in 0..<positions.count { positions.base[index] += types.base[index % hidden] }
    embeddingNorm = try NormLayer(
      reader, "embeddings.LayerNorm", size: hidden, epsilon: configuration.layerNormEpsilon)
    var layers: [BertLayer] = []
    for index in 0..<configuration.layers {
      layers.append(try BertLayer(reader, index: index, configuration))
    }
    self.layers = layers
  }

  /// Runs the sentences of one batch; vector `i` [hidden] goes to `output(i)`.
  func run(
    _ sentences: [[Int32]], pooling: SentencePooling, _ scratch: BertScratch,
    output: (Int) -> UnsafeMutablePointer<Float>
  ) {
    guard let kernels = rk_kernels() else { return }
    scratch.lay(out: sentences.lazy.map(\.count))
    embed(sentences, scratch)
    embeddingNorm.apply(scratch.hidden, adding: nil, rows: scratch.tokens, kernels)
    for layer in layers { layer.apply(scratch, kernels) }
    for index in sentences.indices {
      pool(scratch, rows: scratch.starts[index]..<scratch.starts[index + 1], pooling, to: output(index))
    }
  }

  private func embed(_ sentences: [[Int32]], _ scratch: BertScratch) {
    let hidden = configuration.hiddenSize
    var row = scratch.hidden
    for sentence in sentences {
      for (position, token) in sentence.enumerated() {
        let word = words.base + Int(token) * hidden
        let place = positions.base + position * hidden
        for index in 0..<hidden { row[index] = word[index] + place[index] }
        row += hidden
      }
    }
  }

  private func pool(
    _ scratch: BertScratch, rows: Range<Int>, _ pooling: SentencePooling,
    to output: UnsafeMutablePointer<Float>
  ) {
    let hidden = configuration.hiddenSize
    let used = pooling == .cls ? rows.prefix(1) : rows
    var sums = [Double](repeating: 0, count: hidden)
    for row in used {
      let states = scratch.hidden + row * hidden
      for index in 0..<hidden { sums[index] += Double(states[index]) }
    }
    let length = sums.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let scale = length > 0 ? 1 / length : 0
    for index in 0..<hidden { output[index] = Float(sums[index] * scale) }
  }
}
