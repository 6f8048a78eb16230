import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `bundles/current`: a relative symbolic link to the version that serves, replaced by one rename. Other links beside
/// it, such as `candidate`, work the same way.
package enum CurrentBundle {
  package static let linkName = "current"

  /// Makes `version` what `link` of `parent` names, durably.
  package static func set(
    _ version: String, in parent: String, link: String = linkName
  ) throws(BundleError) {
    let staging = "\(parent)/.\(link).\(getpid())"
    unlink(staging)
    do throws(AtomicFile.Failure) {
      guard symlink(version, staging) == 0, rename(staging, "\(parent)/\(link)") == 0 else {
        throw AtomicFile.Failure(path: parent, call: "rename", code: errno)
      }
      try AtomicFile.synchronise(directory: parent)
    } catch {
      throw BundleError(.cannotWrite, file: "\(parent)/\(link)", error.description)
    }
  }

  /// The version that `parent`'s link names, or nil without a link.
  package static func version(in parent: String) -> String? {
    target(of: "\(parent)/\(linkName)")
  }

  /// Whether the manifest of the bundle at `path` can be read now.
  package static func isReadable(_ path: String) -> Bool {
    access("\(path)/\(BundleManifest.fileName)", R_OK) == 0
  }

  /// What the symbolic link at `path` points to, or nil if it is none.
  package static func target(of path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let length = buffer.withUnsafeMutableBytes { bytes in
      bytes.assumingMemoryBound(to: CChar.self).baseAddress.map { readlink(path, $0, bytes.count) } ?? -1
    }
    return length > 0 ? String(decoding: buffer[..<length], as: UTF8.self) : nil
  }
}

/// `path` with every symbolic link resolved, or nil if it does not exist.
func realpath(_ path: String) -> String? {
  guard let resolved = realpath(path, nil) else { return nil }
  defer { free(resolved) }
  return String(cString: resolved)
}
