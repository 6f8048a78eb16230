/// Base64 as `-bin` metadata uses it (RFC 4648 section 4): written without padding, read with or without.
package enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// 0...63 for a letter of the alphabet, 255 for anything else.
  private static let values: [UInt8] = {
    var table = [UInt8](repeating: 255, count: 256)
    for (value, letter) in alphabet.enumerated() { table[Int(letter)] = UInt8(value) }
    return table
  }()

  package static func encode(_ input: Span<UInt8>) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity((input.count * 4 + 2) / 3)
    var index = 0
    while index < input.count {
      let left = input.count - index
      let word =
        UInt32(input[index]) << 16 | (left > 1 ? UInt32(input[index + 1]) << 8 : 0)
        | (left > 2 ? UInt32(input[index + 2]) : 0)
      for digit in 0..<(min(left, 3) + 1) {
        output.append(alphabet[Int(word >> (18 - 6 * UInt32(digit))) & 63])
      }
      index += 3
    }
    return output
  }

  /// The bytes of one value, or nil if a letter is foreign, the padding wrong or a lone digit left over.
  package static func decode(_ input: ArraySlice<UInt8>) -> [UInt8]? {
    var digits = input
    var padding = 0
    while padding < 2, digits.last == UInt8(ascii: "=") {
      digits.removeLast()
      padding += 1
    }
    guard padding == 0 || (digits.count + padding) % 4 == 0, digits.count % 4 != 1 else { return nil }
    var output: [UInt8] = []
    output.reserveCapacity(digits.count * 3 / 4)
    var word: UInt32 = 0
    var bits = 0
    for letter in digits {
      let value = values[Int(letter)]
      guard value < 64 else { return nil }
      word = (word << 6 | UInt32(value)) & 0xFFFF
      bits += 6
      if bits >= 8 {
        bits -= 8
        output.append(UInt8(truncatingIfNeeded: word >> UInt32(bits)))
      }
    }
    return output
  }

  /// The values of a comma-joined field, each decoded, or nil if one is not base64.
  package static func decodeList(_ input: ArraySlice<UInt8>) -> [[UInt8]]? {
    var values: [[UInt8]] = []
    for part in input.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      let spaces = part.drop { $0 == UInt8(ascii: " ") }
      guard let value = decode(spaces) else { return nil }
      values.append(value)
    }
    return values
  }
}
