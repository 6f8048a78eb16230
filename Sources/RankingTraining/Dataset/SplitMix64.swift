/// Steele, Lea and Flood's SplitMix64: a stream that depends on nothing but its seed.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  /// A stream of its own for `index`, unrelated to its neighbours'.
  package init(seed: UInt64, stream index: UInt64) {
    var mixer = SplitMix64(seed: seed ^ (index &+ 1) &* 0xD1B5_4A32_D192_ED03)
    state = mixer.next()
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number below `bound` (positive), by multiplication: the bias is below bound / 2^64.
  package mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }
}
