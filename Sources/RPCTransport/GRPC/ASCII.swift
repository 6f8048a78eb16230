#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension UnsafeBufferPointer<UInt8> {
  /// The same bytes as `text`.
  @inline(__always)
  func equals(_ text: StaticString) -> Bool {
    count == text.utf8CodeUnitCount && baseAddress.map { memcmp($0, text.utf8Start, count) == 0 } ?? true
  }

  @inline(__always)
  func hasPrefix(_ text: StaticString) -> Bool {
    guard count >= text.utf8CodeUnitCount, let baseAddress else { return false }
    return memcmp(baseAddress, text.utf8Start, text.utf8CodeUnitCount) == 0
  }

  @inline(__always)
  func hasSuffix(_ text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    guard count >= length, let baseAddress else { return false }
    return memcmp(baseAddress + (count - length), text.utf8Start, length) == 0
  }

  @inline(__always)
  func equals(_ other: [UInt8]) -> Bool {
    count == other.count
      && other.withUnsafeBufferPointer { bytes in
        guard let left = baseAddress, let right = bytes.baseAddress else { return count == 0 }
        return memcmp(left, right, count) == 0
      }
  }
}
