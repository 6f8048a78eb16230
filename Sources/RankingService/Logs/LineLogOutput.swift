#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Standard error, a line in one write, so that lines of threads do not mix.
enum LineLogOutput {
  static func write(_ line: UnsafeRawBufferPointer) {
    var rest = line
    while let base = rest.baseAddress, !rest.isEmpty {
      #if canImport(Glibc)
        let written = Glibc.write(STDERR_FILENO, base, rest.count)
      #else
        let written = Musl.write(STDERR_FILENO, base, rest.count)
      #endif
      guard written > 0 else {
        if written < 0, errno == EINTR { continue }
        return
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
  }
}
