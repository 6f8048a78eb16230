import Foundation
import RankingCore

/// A folder under the home directory that is complete or not there: filled beside its place, verified, renamed.
struct FetchedFolder {
  /// `$RANKD_HOME`.
  let home: String
  /// Place under it.
  let name: String

  var path: String { "\(home)/\(name)" }
  var downloads: String { "\(home)/downloads" }
  var exists: Bool { FileManager.default.fileExists(atPath: path) }

  /// Has `fill` fill an empty folder beside the place and `verify` look at it, then puts it there.
  func replace(fill: (String) throws -> Void, verify: (String) throws -> Void) throws {
    let files = FileManager.default
    let staging = "\(path).tmp.\(ProcessInfo.processInfo.processIdentifier)"
    try files.createDirectory(atPath: downloads, withIntermediateDirectories: true)
    try? files.removeItem(atPath: staging)
    try files.createDirectory(atPath: staging, withIntermediateDirectories: true)
    defer { try? files.removeItem(atPath: staging) }
    try fill(staging)
    try verify(staging)
    try synchronise(staging)
    if exists { try files.removeItem(atPath: path) }
    try files.moveItem(atPath: staging, toPath: path)
    try AtomicFile.synchronise(directory: URL(fileURLWithPath: path).deletingLastPathComponent().path)
  }

  /// Unpacks those `members` of the archive at `archive` that it has, without their folders.
  func unpack(_ archive: String, _ members: [String], into folder: String) throws(FetchError) {
    try Subprocess.run(["unzip", "-q", "-j", "-o", archive] + members + ["-d", folder])
  }

  private func synchronise(_ folder: String) throws {
    for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let handle = try FileHandle(forUpdating: URL(fileURLWithPath: "\(folder)/\(file)"))
      try handle.synchronize()
      try handle.close()
    }
    try AtomicFile.synchronise(directory: folder)
  }
}
