#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A whole file, mapped read-only; unmapped with the last reference.
///
/// The mapping outlives a rename or removal of the file. Bundles are immutable, so nobody truncates it.
package final class MappedFile: @unchecked Sendable {
  package let path: String
  package let count: Int
  private let base: UnsafeMutableRawPointer?

  package init(path: String) throws(AtomicFile.Failure) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw AtomicFile.Failure(path: path, call: "open", code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw AtomicFile.Failure(path: path, call: "fstat", code: errno)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw AtomicFile.Failure(path: path, call: "open", code: EISDIR)
    }
    self.path = path
    count = Int(status.st_size)
    base = try Self.map(descriptor, count, path)
  }

  private static func map(
    _ descriptor: Int32, _ count: Int, _ path: String
  ) throws(AtomicFile.Failure) -> UnsafeMutableRawPointer? {
    guard count > 0 else { return nil }
    let mapped = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let mapped, mapped != MAP_FAILED else {
      throw AtomicFile.Failure(path: path, call: "mmap", code: errno)
    }
    return mapped
  }

  deinit { if let base { munmap(base, count) } }

  /// The bytes; valid as long as this object lives.
  package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  /// Calls `body` with the bytes, keeping the mapping alive.
  package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try withExtendedLifetime(self) { try body(bytes) }
  }
}
