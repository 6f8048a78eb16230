/// CityHash64 1.0, as CatBoost hashes categories (util/digest/city.h).
enum CityHash {
  private static let k0: UInt64 = 0xc3a5_c85c_97cb_3127
  private static let k1: UInt64 = 0xb492_b66f_be98_f273
  private static let k2: UInt64 = 0x9ae1_6a3b_2f90_404f
  private static let k3: UInt64 = 0xc949_d7c7_509e_6557

  /// What CatBoost keeps of a category: the low 32 bits.
  static func categoryHash(_ bytes: [UInt8]) -> UInt32 { UInt32(truncatingIfNeeded: hash64(bytes)) }

  static func hash64(_ s: [UInt8]) -> UInt64 {
    switch s.count {
    case 0...16: short(s)
    case 17...32: medium(s)
    case 33...64: long(s)
    default: unbounded(s)
    }
  }

  private static func fetch64(_ s: [UInt8], _ at: Int) -> UInt64 {
    (0..<8).reduce(0) { $0 | UInt64(s[at + $1]) << UInt64(8 * $1) }
  }

  private static func fetch32(_ s: [UInt8], _ at: Int) -> UInt64 {
    (0..<4).reduce(0) { $0 | UInt64(s[at + $1]) << UInt64(8 * $1) }
  }

  private static func rotate(_ value: UInt64, _ shift: UInt64) -> UInt64 {
    shift == 0 ? value : value >> shift | value << (64 - shift)
  }

  private static func mix(_ value: UInt64) -> UInt64 { value ^ value >> 47 }

  private static func pair(_ low: UInt64, _ high: UInt64) -> UInt64 {
    let multiplier: UInt64 = 0x9ddf_ea08_eb38_2d69
    let a = mix((low ^ high) &* multiplier)
    return mix((high ^ a) &* multiplier) &* multiplier
  }

  private static func short(_ s: [UInt8]) -> UInt64 {
    let length = UInt64(s.count)
    if s.count > 8 {
      let a = fetch64(s, 0)
      let b = fetch64(s, s.count - 8)
      return pair(a, rotate(b &+ length, length)) ^ b
    }
    if s.count >= 4 { return pair(length &+ fetch32(s, 0) << 3, fetch32(s, s.count - 4)) }
    guard s.count > 0 else { return k2 }
    let y = UInt64(s[0]) &+ UInt64(s[s.count >> 1]) << 8
    let z = length &+ UInt64(s[s.count - 1]) << 2
    return mix(y &* k2 ^ z &* k3) &* k2
  }

  private static func medium(_ s: [UInt8]) -> UInt64 {
    let n = s.count
    let a = fetch64(s, 0) &* k1
    let b = fetch64(s, 8)
    let c = fetch64(s, n - 8) &* k2
    let d = fetch64(s, n - 16) &* k0
    return pair(
      rotate(a &- b, 43) &+ rotate(c, 30) &+ d, a &+ rotate(b ^ k3, 20) &- c &+ UInt64(n))
  }

  private static func long(_ s: [UInt8]) -> UInt64 {
    let n = s.count
    var z = fetch64(s, 24)
    var a = fetch64(s, 0) &+ (UInt64(n) &+ fetch64(s, n - 16)) &* k0
    var b = rotate(a &+ z, 52)
    var c = rotate(a, 37)
    a &+= fetch64(s, 8)
    c &+= rotate(a, 7)
    a &+= fetch64(s, 16)
    let vf = a &+ z
    let vs = b &+ rotate(a, 31) &+ c
    a = fetch64(s, 16) &+ fetch64(s, n - 32)
    z = fetch64(s, n - 8)
    b = rotate(a &+ z, 52)
    c = rotate(a, 37)
    a &+= fetch64(s, n - 24)
    c &+= rotate(a, 7)
    a &+= fetch64(s, n - 16)
    let wf = a &+ z
    let ws = b &+ rotate(a, 31) &+ c
    let r = mix((vf &+ ws) &* k2 &+ (wf &+ vs) &* k0)
    return mix(r &* k0 &+ vs) &* k2
  }

  /// Two 64-bit words from 32 bytes and two seeds.
  private static func weak(
    _ s: [UInt8], _ at: Int, _ seedA: UInt64, _ seedB: UInt64
  ) -> (UInt64, UInt64) {
    let w = fetch64(s, at)
    let z = fetch64(s, at + 24)
    var a = seedA &+ w
    var b = rotate(seedB &+ a &+ z, 21)
    let c = a
    a &+= fetch64(s, at + 8)
    a &+= fetch64(s, at + 16)
    b &+= rotate(a, 44)
    return (a &+ z, b &+ c)
  }

  private static func unbounded(_ s: [UInt8]) -> UInt64 {
    let n = s.count
    var x = fetch64(s, 0)
    var y = fetch64(s, n - 16) ^ k1
    var z = fetch64(s, n - 56) ^ k0
    var v = weak(s, n - 64, UInt64(n), y)
    var w = weak(s, n - 32, UInt64(n) &* k1, k0)
    z &+= mix(v.1) &* k1
    x = rotate(z &+ x, 39) &* k1
    y = rotate(y, 33) &* k1
    var at = 0
    while at < (n - 1) & ~63 {
      x = rotate(x &+ y &+ v.0 &+ fetch64(s, at + 16), 37) &* k1
      y = rotate(y &+ v.1 &+ fetch64(s, at + 48), 42) &* k1
      x ^= w.1
      y ^= v.0
      z = rotate(z ^ w.0, 33)
      v = weak(s, at, v.1 &* k1, x &+ w.0)
      w = weak(s, at + 32, z &+ w.1, y)
      swap(&z, &x)
      at += 64
    }
    return pair(pair(v.0, w.0) &+ mix(y) &* k1 &+ z, pair(v.1, w.1) &+ x)
  }
}
