#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Whole-file writes that either happen or do not: temporary name, fsync, rename, fsync of the directory.
package enum AtomicFile {
  /// A system call that failed on a path.
  package struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
    package let path: String
    package let call: String
    package let code: Int32

    package var description: String { "\(path): \(call): \(reason)" }

    private var reason: String { strerror(code).map { String(cString: $0) } ?? "error \(code)" }
  }

  /// Replaces the file at `path` by `bytes`.
  package static func write(_ bytes: some Collection<UInt8>, to path: String) throws(Failure) {
    let staging = "\(path).tmp.\(getpid())"
    do throws(Failure) {
      try writeAndSync(Array(bytes), to: staging)
      guard rename(staging, path) == 0 else { throw Failure(path: path, call: "rename", code: errno) }
    } catch {
      unlink(staging)
      throw error
    }
    try synchronise(directory: directory(of: path))
  }

  /// Makes the names in `directory` durable.
  package static func synchronise(directory: String) throws(Failure) {
    let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(path: directory, call: "open", code: errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw Failure(path: directory, call: "fsync", code: errno) }
  }

  private static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func writeAndSync(_ bytes: [UInt8], to path: String) throws(Failure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Failure(path: path, call: "open", code: errno) }
    defer { close(descriptor) }
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw Failure(path: path, call: "write", code: errno) }
      written += count
    }
    guard fsync(descriptor) == 0 else { throw Failure(path: path, call: "fsync", code: errno) }
  }
}

private func systemWrite(_ descriptor: Int32, _ base: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, base, count)
}
