/// splitmix64 as a counter: value k depends on the seed and k alone, so any thread may draw any of them.
package struct CounterRandom: Sendable, Hashable {
  private let start: UInt64

  package init(seed: UInt64, stream: UInt64 = 0) {
    start = Self.mix(seed &+ stream &* 0xD1B5_4A32_D192_ED03)
  }

  /// 64 uniform bits.
  package func bits(_ index: UInt64) -> UInt64 {
    Self.mix(start &+ (index &+ 1) &* 0x9E37_79B9_7F4A_7C15)
  }

  /// Uniform in [0, 1), a multiple of 2^-24.
  package func unit(_ index: UInt64) -> Float { Float(bits(index) >> 40) * 0x1p-24 }

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
