import RankingCore

/// Working memory of one thread's passes; grows to the largest block.
final class EncoderScratch {
  private var pool: [AlignedStorage<Float>] = []

  /// Buffer `slot` with at least `count` floats.
  func buffer(_ slot: Int, _ count: Int) -> UnsafeMutablePointer<Float> {
    while pool.count <= slot { pool.append(AlignedStorage(count: 0)) }
    if pool[slot].count < count { pool[slot] = AlignedStorage(count: count) }
    return pool[slot].base
  }
}
