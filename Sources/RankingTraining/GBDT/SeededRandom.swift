internal import Foundation

/// SplitMix64: a stream of numbers that depends only on its seed.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  /// Independent streams for different keys.
  init(seed: UInt64, _ keys: Int...) {
    state = seed
    for key in keys { state = next() ^ UInt64(bitPattern: Int64(key)) &* 0xd6e8_feb8_6659_fd93 }
  }

  /// As `count` calls of `next`.
  mutating func skip(_ count: Int) { state &+= 0x9e37_79b9_7f4a_7c15 &* UInt64(count) }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }

  /// In [0, 1).
  mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Mean 0, deviation 1.
  mutating func normal() -> Double {
    (-2 * log(1 - uniform())).squareRoot() * cos(2 * Double.pi * uniform())
  }
}
