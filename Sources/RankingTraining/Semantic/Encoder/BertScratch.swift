internal import RankingCore

/// The memory of one worker: one batch's hidden states, the tokens of its sentences one after another
/// without padding.
final class BertScratch {
  /// Tokens the buffers have room for.
  let capacity: Int
  /// First row of each sentence, and the number of tokens at the end.
  private(set) var starts: [Int] = [0]
  private let storage: [AlignedStorage<Float>]

  init(_ configuration: BertConfiguration, capacity: Int, longest: Int) {
    self.capacity = capacity
    let padded = (longest + 15) / 16 * 16
    let hidden = configuration.hiddenSize
    let sizes = [
      capacity * hidden, capacity * hidden, capacity * hidden,
      capacity * max(3 * hidden, configuration.intermediateSize),
      configuration.headSize * padded, longest * padded,
    ]
    storage = sizes.map { AlignedStorage(count: $0) }
  }

  var tokens: Int { starts[starts.count - 1] }

  /// Lays out sentences of these lengths, at most `capacity` tokens together.
  func lay(out lengths: some Sequence<Int>) {
    starts = [0]
    for length in lengths { starts.append(tokens + length) }
    precondition(tokens <= capacity)
  }

  /// [tokens, hidden] states between the layers.
  var hidden: UnsafeMutablePointer<Float> { storage[0].base }
  /// [tokens, hidden]
  var spare: UnsafeMutablePointer<Float> { storage[1].base }
  /// [tokens, hidden] what attention gathered.
  var context: UnsafeMutablePointer<Float> { storage[2].base }
  /// [tokens, 3 * hidden] queries, keys and values, then [tokens, intermediate].
  var wide: UnsafeMutablePointer<Float> { storage[3].base }
  /// [headSize, longest] keys of one head.
  var keys: UnsafeMutablePointer<Float> { storage[4].base }
  /// [longest, longest] attention of one head.
  var scores: UnsafeMutablePointer<Float> { storage[5].base }
}
