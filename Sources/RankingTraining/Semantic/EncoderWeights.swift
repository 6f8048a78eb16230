internal import Foundation
import RankingCore

/// The tensors of a BERT encoder as float32, read from `model.safetensors` (F32, F16 or BF16).
struct EncoderWeights: Sendable {
  /// y = x W' + b, W as [outputs, inputs].
  struct Linear: Sendable {
    let weight: Matrix<Float>
    let bias: Matrix<Float>
  }

  struct Norm: Sendable {
    let scale: Matrix<Float>
    let shift: Matrix<Float>
  }

  struct Layer: Sendable {
    /// Queries, keys and values in one matrix.
    let attention: Linear
    let attentionOutput: Linear
    let attentionNorm: Norm
    let intermediate: Linear
    let output: Linear
    let outputNorm: Norm
  }

  let words: Matrix<Float>
  let positions: Matrix<Float>
  /// Type 0 of two; the only one sentences use.
  let types: Matrix<Float>
  let norm: Norm
  let layers: [Layer]

  init(_ file: SafetensorsFile, _ shape: EncoderConfiguration) throws(EncoderError) {
    let reader = WeightReader(file: file)
    let hidden = shape.hiddenSize
    words = try reader.matrix("embeddings.word_embeddings.weight", shape.vocabularySize, hidden)
    positions = try reader.matrix("embeddings.position_embeddings.weight", shape.maximumPositions, hidden)
    types = try reader.matrix("embeddings.token_type_embeddings.weight", nil, hidden)
    norm = try reader.norm("embeddings.LayerNorm", hidden)
    var layers: [Layer] = []
    for index in 0..<shape.layers {
      layers.append(try Self.layer(reader, "encoder.layer.\(index)", shape))
    }
    self.layers = layers
  }

  private static func layer(
    _ reader: WeightReader, _ name: String, _ shape: EncoderConfiguration
  ) throws(EncoderError) -> Layer {
    let (hidden, inner) = (shape.hiddenSize, shape.intermediateSize)
    var parts: [Linear] = []
    for part in ["query", "key", "value"] {
      parts.append(try reader.linear("\(name).attention.self.\(part)", hidden, hidden))
    }
    return Layer(
      attention: Linear(
        weight: Matrix(rows: 3 * hidden, columns: hidden, parts.flatMap { $0.weight.flattened() }),
        bias: Matrix(rows: 1, columns: 3 * hidden, parts.flatMap { $0.bias.flattened() })),
      attentionOutput: try reader.linear("\(name).attention.output.dense", hidden, hidden),
      attentionNorm: try reader.norm("\(name).attention.output.LayerNorm", hidden),
      intermediate: try reader.linear("\(name).intermediate.dense", inner, hidden),
      output: try reader.linear("\(name).output.dense", hidden, inner),
      outputNorm: try reader.norm("\(name).output.LayerNorm", hidden))
  }
}
