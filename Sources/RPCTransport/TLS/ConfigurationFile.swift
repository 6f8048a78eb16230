#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Small files that configure a server: read whole, and recognised when they change.
enum ConfigurationFile {
  static let limit = 1 << 20

  static func read(_ path: String) throws(RPCFileError) -> [UInt8] {
    guard let file = fopen(path, "rb") else { throw failure(path, "cannot open") }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: limit + 1)
    let count = fread(&bytes, 1, bytes.count, file)
    guard ferror(file) == 0 else { throw failure(path, "cannot read") }
    guard count <= limit else {
      throw RPCFileError(path: path, message: "file bytes: max \(limit), got more")
    }
    return Array(bytes[..<count])
  }

  private static func failure(_ path: String, _ what: String) -> RPCFileError {
    RPCFileError(path: path, message: "\(what): \(String(cString: strerror(errno)))")
  }

  /// Changes whenever the file, or the link that leads to it, is replaced or written.
  struct Stamp: Hashable, Sendable {
    private var device: UInt64 = 0
    private var inode: UInt64 = 0
    private var size: Int64 = -1
    private var seconds = 0
    private var nanoseconds = 0

    init(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return }
      device = UInt64(status.st_dev)
      inode = UInt64(status.st_ino)
      size = Int64(status.st_size)
      #if canImport(Darwin)
        seconds = status.st_mtimespec.tv_sec
        nanoseconds = status.st_mtimespec.tv_nsec
      #else
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
      #endif
    }
  }
}
