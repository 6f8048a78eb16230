/// Sorts floats by their bits: three passes of 11 bits.
enum FloatRadixSort {
  /// Ascending; -0 before 0. NaN must not occur.
  static func sort(_ values: inout [Float]) {
    var keys = values.map { key(of: $0.bitPattern) }
    var other = [UInt32](repeating: 0, count: keys.count)
    keys.withUnsafeMutableBufferPointer { keys in
      other.withUnsafeMutableBufferPointer { other in
        pass(keys, other, shift: 0)
        pass(other, keys, shift: 11)
        pass(keys, other, shift: 22)
      }
    }
    for index in values.indices { values[index] = Float(bitPattern: bits(of: other[index])) }
  }

  /// An unsigned number in the order of the float: negative ones reversed, below the others.
  private static func key(of bits: UInt32) -> UInt32 { bits >> 31 == 0 ? bits | 1 << 31 : ~bits }

  private static func bits(of key: UInt32) -> UInt32 { key >> 31 == 0 ? ~key : key & ~(1 << 31) }

  private static func pass(
    _ from: UnsafeMutableBufferPointer<UInt32>, _ to: UnsafeMutableBufferPointer<UInt32>, shift: UInt32
  ) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 2048) { starts in
      starts.initialize(repeating: 0)
      for key in from { starts[Int(key >> shift & 2047)] += 1 }
      var next = 0
      for digit in starts.indices {
        next += starts[digit]
        starts[digit] = next - starts[digit]
      }
      for key in from {
        let digit = Int(key >> shift & 2047)
        to[starts[digit]] = key
        starts[digit] += 1
      }
    }
  }
}
