internal import Foundation
internal import Synchronization

/// The folder where the long factorisations of one training save themselves, and which files of it are theirs. Safe
/// from any thread.
package final class CheckpointFolder: Sendable {
  package let path: String
  private let names = Mutex<Set<String>>([])

  /// Makes the folder if it is not there; other trainings may use it at the same time.
  package init(_ path: String) throws {
    self.path = path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  /// The file of the factorisation `name` that `digest` tells from all others.
  func file(_ name: String, digest: String) -> String {
    let name = "\(name)-\(digest.prefix(16)).safetensors"
    _ = names.withLock { $0.insert(name) }
    return "\(path)/\(name)"
  }

  /// Removes the files that this training asked for, as far as they were written.
  package func removeOwnFiles() {
    for name in names.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: "\(path)/\(name)") }
  }
}
