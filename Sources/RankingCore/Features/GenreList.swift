/// The genres of one item as places in a table with a row for each genre and `places` more, so that summing over
/// them seldom branches: four places, each of which points at a further row of its own if the item has no genre for
/// it, and the rest as bits.
package struct GenreList: BitwiseCopyable, Sendable {
  package static let places = 4

  let first: SIMD4<UInt8>
  let rest: UInt64

  /// - Parameters:
  ///   - mask: bit `g` is set if the item has genre `g`.
  ///   - count: of all genres, at most 64.
  init(_ mask: UInt64, of count: Int) {
    var (first, rest) = (SIMD4<UInt8>(), mask)
    for place in 0..<Self.places {
      first[place] = UInt8(rest == 0 ? count + place : rest.trailingZeroBitCount)
      if rest != 0 { rest &= rest - 1 }
    }
    (self.first, self.rest) = (first, rest)
  }

  /// Calls `body` with the row of each genre, in order, and of each empty place.
  @inline(__always)
  func forEach(_ body: (Int) -> Void) {
    body(Int(first.x))
    body(Int(first.y))
    body(Int(first.z))
    body(Int(first.w))
    var rest = rest
    while rest != 0 {
      body(rest.trailingZeroBitCount)
      rest &= rest - 1
    }
  }
}
