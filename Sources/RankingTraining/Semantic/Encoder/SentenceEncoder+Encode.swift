package import RankingCore
internal import Synchronization

extension SentenceEncoder {
  /// Tokens of one batch at most, unless one sentence alone has more: enough rows to read each weight once for
  /// many of them, few enough for the second-level cache.
  private static let batchTokens = 256

  /// One row of length 1 for each text, in order. Every row depends on its text alone, bit for bit, not on
  /// the other texts or `threads`.
  ///
  /// - Parameter progress: told how many more texts are done, from any thread.
  package func encode(
    _ texts: [String], threads: Int, progress: (@Sendable (_ done: Int) -> Void)? = nil
  ) -> Matrix<Float> {
    let tokens = tokenise(texts, threads: threads)
    let batches = Self.batches(tokens.map(\.count))
    let result = AlignedStorage<Float>(count: texts.count * dimension)
    RowBlocks(threads: threads).forEach(batches.count, state: { scratch() }) { index, scratch in
      let batch = batches[index]
      model.run(batch.map { tokens[$0] }, pooling: settings.pooling, scratch) {
        result.base + batch[$0] * dimension
      }
      progress?(batch.count)
    }
    return Matrix(
      rows: texts.count, columns: dimension, stride: dimension, base: UnsafePointer(result.base),
      owner: result)
  }

  private func scratch() -> BertScratch {
    BertScratch(
      model.configuration, capacity: max(Self.batchTokens, settings.maximumTokens),
      longest: settings.maximumTokens)
  }

  private func tokenise(_ texts: [String], threads: Int) -> [[Int32]] {
    let lines = Mutex([[Int32]](repeating: [], count: texts.count))
    RowBlocks(threads: threads).forEachRange(texts.count, size: 64) { range in
      let ids = range.map { tokenIDs(texts[$0]) }
      lines.withLock { $0.replaceSubrange(range, with: ids) }
    }
    return lines.withLock { $0 }
  }

  /// Sentences longest first, so that the last batches to end are the cheap ones.
  private static func batches(_ lengths: [Int]) -> [[Int]] {
    var batches: [[Int]] = []
    var filled = batchTokens
    for index in lengths.indices.sorted(by: { (lengths[$1], $0) < (lengths[$0], $1) }) {
      if filled + lengths[index] > batchTokens {
        batches.append([])
        filled = 0
      }
      batches[batches.count - 1].append(index)
      filled += lengths[index]
    }
    return batches
  }
}
