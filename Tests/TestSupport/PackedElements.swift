extension [UInt8] {
  /// The bytes as packed little-endian elements.
  public func elements<T: BitwiseCopyable>(_ type: T.Type) -> [T] {
    withUnsafeBytes { bytes in
      (0..<bytes.count / MemoryLayout<T>.stride).map {
        bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<T>.stride, as: T.self)
      }
    }
  }
}
