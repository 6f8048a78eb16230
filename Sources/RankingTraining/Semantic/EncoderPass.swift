internal import COpenBLAS
internal import Foundation
import RankingCore

/// One forward pass over a block of texts: token rows of all texts one after the other, attention within each.
struct EncoderPass {
  private let configuration: EncoderConfiguration
  private let weights: EncoderWeights
  private let tokens: [[Int32]]
  private let starts: [Int]
  private let rows: Int
  private let hidden: UnsafeMutablePointer<Float>
  private let mixed: UnsafeMutablePointer<Float>
  private let wide: UnsafeMutablePointer<Float>
  private let scores: UnsafeMutablePointer<Float>

  init(
    configuration: EncoderConfiguration, weights: EncoderWeights, tokens: [[Int32]], scratch: EncoderScratch
  ) {
    self.configuration = configuration
    self.weights = weights
    self.tokens = tokens
    var starts = [0]
    for text in tokens { starts.append((starts.last ?? 0) + text.count) }
    self.starts = starts
    rows = starts.last ?? 0
    let longest = tokens.map(\.count).max() ?? 0
    hidden = scratch.buffer(0, rows * configuration.hiddenSize)
    mixed = scratch.buffer(1, rows * configuration.hiddenSize)
    wide = scratch.buffer(2, rows * max(configuration.intermediateSize, 3 * configuration.hiddenSize))
    scores = scratch.buffer(3, longest * longest)
  }

  func run() {
    embed()
    for layer in weights.layers { apply(layer) }
  }

  /// Writes the unit vector of text `index`.
  func pool(_ index: Int, into target: UnsafeMutablePointer<Float>) {
    let size = configuration.hiddenSize
    let count = configuration.pooling == .mean ? tokens[index].count : 1
    target.update(repeating: 0, count: size)
    for row in starts[index]..<starts[index] + count {
      for column in 0..<size { target[column] += hidden[row * size + column] }
    }
    var square: Float = 0
    for column in 0..<size { square += target[column] * target[column] }
    let scale = square > 0 ? 1 / square.squareRoot() : 0
    for column in 0..<size { target[column] *= scale }
  }

  private func embed() {
    let size = configuration.hiddenSize
    for (text, start) in zip(tokens, starts) {
      for (position, token) in text.enumerated() {
        let row = hidden + (start + position) * size
        let word = weights.words.base + Int(token) * size
        let place = weights.positions.base + position * size
        for column in 0..<size { row[column] = word[column] + place[column] + weights.types.base[column] }
      }
    }
    normalise(hidden, weights.norm)
  }

  private func apply(_ layer: EncoderWeights.Layer) {
    multiply(hidden, layer.attention, into: wide)
    for text in tokens.indices { attend(text) }
    let size = configuration.hiddenSize
    multiply(mixed, layer.attentionOutput, into: wide)
    for index in 0..<rows * size { hidden[index] += wide[index] }
    normalise(hidden, layer.attentionNorm)
    multiply(hidden, layer.intermediate, into: wide)
    for index in 0..<rows * configuration.intermediateSize { wide[index] = Self.gelu(wide[index]) }
    multiply(wide, layer.output, into: mixed)
    for index in 0..<rows * size { hidden[index] += mixed[index] }
    normalise(hidden, layer.outputNorm)
  }

  /// output = input W' + b over all rows.
  private func multiply(
    _ input: UnsafeMutablePointer<Float>, _ linear: EncoderWeights.Linear,
    into output: UnsafeMutablePointer<Float>
  ) {
    let (outputs, inputs) = (linear.weight.rows, linear.weight.columns)
    for row in 0..<rows { (output + row * outputs).update(from: linear.bias.base, count: outputs) }
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, Int32(rows), Int32(outputs), Int32(inputs), 1, input,
      Int32(inputs), linear.weight.base, Int32(linear.weight.stride), 1, output, Int32(outputs))
  }

  /// Softmax attention of one text: reads queries, keys and values from `wide`, writes `mixed`.
  private func attend(_ text: Int) {
    let (size, head, count) = (configuration.hiddenSize, configuration.headSize, tokens[text].count)
    let (start, lead) = (starts[text], Int32(3 * size))
    let scale = 1 / Float(head).squareRoot()
    for offset in stride(from: 0, to: size, by: head) {
      let query = wide + start * 3 * size + offset
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, Int32(count), Int32(count), Int32(head), scale, query, lead,
        query + size, lead, 0, scores, Int32(count))
      for row in 0..<count { Self.softmax(scores + row * count, count) }
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(count), Int32(head), Int32(count), 1, scores,
        Int32(count), query + 2 * size, lead, 0, mixed + start * size + offset, Int32(size))
    }
  }

  private func normalise(_ values: UnsafeMutablePointer<Float>, _ norm: EncoderWeights.Norm) {
    let size = configuration.hiddenSize
    for row in 0..<rows {
      let line = values + row * size
      var mean: Float = 0
      for column in 0..<size { mean += line[column] }
      mean /= Float(size)
      var variance: Float = 0
      for column in 0..<size { variance += (line[column] - mean) * (line[column] - mean) }
      let scale = 1 / (variance / Float(size) + configuration.layerNormEpsilon).squareRoot()
      for column in 0..<size {
        line[column] = (line[column] - mean) * scale * norm.scale.base[column] + norm.shift.base[column]
      }
    }
  }

  private static func softmax(_ values: UnsafeMutablePointer<Float>, _ count: Int) {
    var highest = -Float.infinity
    for index in 0..<count { highest = max(highest, values[index]) }
    var sum: Float = 0
    for index in 0..<count {
      values[index] = exp(values[index] - highest)
      sum += values[index]
    }
    for index in 0..<count { values[index] /= sum }
  }

  /// x Φ(x), with the exact error function.
  @inline(__always)
  private static func gelu(_ x: Float) -> Float { 0.5 * x * (1 + erff(x * 0.7071067811865476)) }
}
