internal import Foundation

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// A file that no other process has open in this way as long as this value lives; made if there is none.
struct LockedFile: ~Copyable {
  private let file: FileHandle

  /// Waits for its turn.
  init(path: String) throws(EncoderError) { file = try Self.locked(path) }

  private static func locked(_ path: String) throws(EncoderError) -> FileHandle {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw EncoderError(.cache, "\(path) cannot be written: error \(errno)")
    }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else { throw EncoderError(.cache, "\(path) cannot be locked: error \(errno)") }
    }
    return file
  }

  deinit { try? file.close() }

  func contents() throws -> [UInt8] {
    try file.seek(toOffset: 0)
    return [UInt8](try file.readToEnd() ?? Data())
  }

  /// Drops what stands after the last whole record of `size` bytes.
  func cut(toMultipleOf size: Int) throws {
    let length = try file.seekToEnd()
    let whole = length / UInt64(size) * UInt64(size)
    if whole < length { try file.truncate(atOffset: whole) }
  }

  /// Adds `bytes` at the end; they are on disk when this returns.
  func append(_ bytes: [UInt8]) throws {
    try file.seekToEnd()
    try file.write(contentsOf: Data(bytes))
    try file.synchronize()
  }
}
