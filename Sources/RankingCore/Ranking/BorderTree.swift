/// A feature's borders laid out for binning: a complete search tree, level by level.
///
/// Level l has 2^l entries from 2^l - 1 on; what is missing above the last border is +inf, which no value
/// exceeds, so the position below the last level is the number of borders below the value.
struct BorderTree: Sendable {
  let entries: AlignedStorage<Float>
  let levels: Int
  let nanBin: UInt8
  let isUsed: Bool

  init(_ feature: RankerModel.FloatFeature) throws(RankerModelError) {
    try self.init(
      borders: feature.borders, nanIsHighest: feature.hasNaNs && feature.nanTreatment == .asTrue,
      name: feature.name)
  }

  init(borders: [Float], nanIsHighest: Bool, name: String) throws(RankerModelError) {
    guard borders.count <= QuantisedRanker.maximumBorders else {
      throw Self.tooMany(borders.count, name: name)
    }
    var levels = 0
    while (1 << levels) - 1 < borders.count { levels += 1 }
    let size = (1 << levels) - 1
    // The kernel reads whole vectors.
    entries = AlignedStorage(count: size + 32, repeating: .infinity)
    for level in 0..<levels {
      let step = 1 << (levels - level)
      for node in 0..<(1 << level) {
        let rank = node * step + step / 2 - 1
        if rank < borders.count { entries.base[(1 << level) - 1 + node] = borders[rank] }
      }
    }
    self.levels = levels
    nanBin = nanIsHighest ? UInt8(borders.count { $0 < .infinity }) : 0
    isUsed = !borders.isEmpty
  }

  /// A feature that has more borders than a byte tells apart.
  static func tooMany(_ count: Int, name: String) -> RankerModelError {
    RankerModelError(
      .limitExceeded,
      "feature \"\(name)\" has \(count) borders, the limit is \(QuantisedRanker.maximumBorders)")
  }

  func bin(of value: Float) -> UInt8 {
    if value.isNaN { return nanBin }
    var node = 0
    for level in 0..<levels { node = 2 * node + (value > entries.base[(1 << level) - 1 + node] ? 1 : 0) }
    return UInt8(node)
  }
}
