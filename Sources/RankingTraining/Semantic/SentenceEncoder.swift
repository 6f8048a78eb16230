internal import COpenBLAS
internal import Crypto
package import RankingCore

/// Texts to unit vectors by a BERT-family sentence encoder (Reimers & Gurevych 2019) from a local folder.
///
/// Texts are encoded in blocks of similar length, the tokens of a block in one matrix without padding, so a
/// vector depends on the block's composition only as far as matrix products round. Blocks depend on the texts
/// alone: the number of threads changes nothing.
package struct SentenceEncoder: Sendable {
  /// Name of the model's folder.
  package let id: String
  /// SHA-256 of `model.safetensors`.
  package let weightSHA256: String
  package let tokenizer: WordPieceTokenizer
  /// Put before every text, as E5 and BGE models ask for.
  package let prefix: String
  private let configuration: EncoderConfiguration
  private let weights: EncoderWeights

  package var dimension: Int { configuration.hiddenSize }

  /// Tokens of one block of texts.
  private static let blockTokens = 1024

  package init(directory: String, prefix: String = "") throws {
    configuration = try EncoderConfiguration(directory: directory)
    tokenizer = try WordPieceTokenizer(
      directory: directory, maximumTokens: configuration.maximumTokens)
    let file = try MappedFile(path: "\(directory)/model.safetensors")
    weightSHA256 = file.withBytes { SHA256.hexDigest(of: $0) }
    weights = try EncoderWeights(try SafetensorsFile(file), configuration)
    id = String(directory.split(separator: "/").last ?? "encoder")
    self.prefix = prefix
  }

  /// One row of length 1 for each text.
  ///
  /// - Parameter progress: told how many texts are done, from any thread.
  package func encode(
    _ texts: [String], threads: Int, progress: (@Sendable (_ done: Int) -> Void)? = nil
  ) -> Matrix<Float> {
    openblas_set_num_threads(1)
    let tokens = texts.map { tokenizer.encode(prefix + $0) }
    let blocks = blocks(tokens)
    let output = AlignedStorage<Float>(count: texts.count * dimension, repeating: 0)
    RowBlocks(threads: threads).forEach(blocks.count, state: { EncoderScratch() }) { index, scratch in
      let block = blocks[index]
      let pass = EncoderPass(
        configuration: configuration, weights: weights, tokens: block.map { tokens[$0] }, scratch: scratch)
      pass.run()
      for (place, text) in block.enumerated() {
        pass.pool(place, into: output.base + text * dimension)
      }
      progress?(block.count)
    }
    return Matrix(
      rows: texts.count, columns: dimension, stride: dimension, base: UnsafePointer(output.base),
      owner: output)
  }

  /// Text indexes by block, longest texts first.
  private func blocks(_ tokens: [[Int32]]) -> [[Int]] {
    let order = tokens.indices.sorted { (tokens[$0].count, $1) > (tokens[$1].count, $0) }
    var blocks: [[Int]] = []
    var room = 0
    for text in order {
      if room < tokens[text].count {
        blocks.append([])
        room = max(Self.blockTokens, tokens[text].count)
      }
      blocks[blocks.count - 1].append(text)
      room -= tokens[text].count
    }
    return blocks
  }
}
