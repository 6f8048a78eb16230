package import RankingCore
internal import Synchronization

extension SentenceEncoder {
  /// Tokens of one batch at most, unless one sentence alone has more: large enough to read each weight once for
  /// many rows, small enough for the second-level cache.
  private static let batchTokens = 256

  /// One row of length 1 for each text, in order. Every row depends on its text alone, bit for bit, not on
  /// the other texts or `threads`.
  ///
  /// `progress` is called on the calling thread, now and then and at the end.
  package func encode(
    _ texts: [String], threads: Int, progress: ((_ done: Int, _ total: Int) -> Void)? = nil
  ) throws -> Matrix<Float> {
    let tokens = tokenise(texts, threads: threads)
    let batches = Self.batches(tokens.map(\.count))
    let result = AlignedStorage<Float>(count: texts.count * dimension)
    let done = Atomic(0)
    WorkSharing.forEach(count: batches.count, threads: threads) {
      BertScratch(
        model.configuration, capacity: max(Self.batchTokens, settings.maximumTokens),
        longest: settings.maximumTokens)
    } body: { scratch, index in
      let batch = batches[index]
      model.run(batch.map { tokens[$0][...] }, pooling: settings.pooling, scratch) {
        result.base + batch[$0] * dimension
      }
      done.add(batch.count, ordering: .relaxed)
    } afterOwnStep: {
      progress?(done.load(ordering: .relaxed), texts.count)
    }
    return Matrix(
      rows: texts.count, columns: dimension, stride: dimension, base: UnsafePointer(result.base), owner: result)
  }

  private func tokenise(_ texts: [String], threads: Int) -> [[Int32]] {
    let lines = Mutex([[Int32]](repeating: [], count: texts.count))
    let block = 64
    WorkSharing.forEach(count: (texts.count + block - 1) / block, threads: threads) {
    } body: { _, index in
      let range = index * block..<min((index + 1) * block, texts.count)
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
