#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The file of a Unix domain socket: what a dead server left is removed, what lives is not touched.
enum UnixSocket {
  /// A socket bound to the path, with the file's mode set before anyone can connect.
  static func bound(_ path: String, mode: UInt16) throws(RPCFileError) -> Int32 {
    let limit = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1
    guard path.utf8.count <= limit else {
      throw RPCFileError(path: path, message: "socket path bytes: max \(limit), got \(path.utf8.count)")
    }
    try makeRoom(path)
    let descriptor = make()
    guard descriptor >= 0 else { throw failure(path, "no socket") }
    guard withAddress(path, { bind(descriptor, $0, $1) }) == 0 else {
      defer { close(descriptor) }
      throw failure(path, "cannot bind")
    }
    guard chmod(path, mode_t(mode)) == 0 else {
      defer { close(descriptor) }
      throw failure(path, "cannot set the mode of the socket")
    }
    return descriptor
  }

  /// Removes the file unless another server listens there meanwhile.
  static func remove(_ path: String) {
    if (try? isSocket(path)) == true, !isAlive(path) { unlink(path) }
  }

  private static func makeRoom(_ path: String) throws(RPCFileError) {
    guard try isSocket(path) else { return }
    guard !isAlive(path) else { throw RPCFileError(path: path, message: "another server listens there") }
    guard unlink(path) == 0 else { throw failure(path, "cannot remove the stale socket") }
  }

  /// False if there is nothing.
  private static func isSocket(_ path: String) throws(RPCFileError) -> Bool {
    var status = stat()
    guard lstat(path, &status) == 0 else { return false }
    guard status.st_mode & S_IFMT == S_IFSOCK else {
      throw RPCFileError(path: path, message: "exists and is not a socket")
    }
    return true
  }

  private static func isAlive(_ path: String) -> Bool {
    let descriptor = make()
    guard descriptor >= 0 else { return true }
    defer { close(descriptor) }
    return withAddress(path) { connect(descriptor, $0, $1) } == 0 || errno != ECONNREFUSED
  }

  private static func make() -> Int32 {
    #if canImport(Glibc)
      socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    #else
      socket(AF_UNIX, SOCK_STREAM, 0)
    #endif
  }

  private static func withAddress(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  private static func failure(_ path: String, _ what: String) -> RPCFileError {
    RPCFileError(path: path, message: "\(what): \(String(cString: strerror(errno)))")
  }
}
