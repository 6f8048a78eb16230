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
  init(path: String) throws(EncoderError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw EncoderError(.cache, "\(path) cannot be written: error \(errno)")
    }
    try Self.lock(descriptor, path)
    file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  /// Closes the descriptor where it cannot be locked.
  private static func lock(_ descriptor: Int32, _ path: String) throws(EncoderError) {
    while flock(descriptor, LOCK_EX) != 0 {
      let problem = errno
      guard problem == EINTR else {
        close(descriptor)
        throw EncoderError(.cache, "\(path) cannot be locked: error \(problem)")
      }
    }
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
