import Foundation
import RankingCore
import RankingTraining

/// A folder of bundles of one test: copies of the sample bundles.
struct BundleFolder {
  let path: String
  let first: String
  let second: String

  init(_ name: String) throws {
    path = try SampleBundle.folder("bundles-\(name)")
    let sources = try [SampleBundle.first.get(), SampleBundle.second.get()].map { URL(fileURLWithPath: $0) }
    for source in sources {
      try FileManager.default.copyItem(atPath: source.path, toPath: "\(path)/\(source.lastPathComponent)")
    }
    (first, second) = (sources[0].lastPathComponent, sources[1].lastPathComponent)
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }

  /// Another version: the first one's with its ranker changed.
  func version(changing: (inout RankerModel) -> Void) throws -> String {
    let bundle = "\(path)/\(first)"
    guard var ranker = try ModelSnapshot.load(bundle: bundle).model.ranker else { return first }
    changing(&ranker)
    return try RankerImport(bundle: bundle).write(ranker).version
  }

  /// A home whose bundles are this folder's.
  func home() throws -> String {
    let home = "\(path)/home"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    try? FileManager.default.createSymbolicLink(atPath: "\(home)/bundles", withDestinationPath: "..")
    return home
  }

  /// Runs `rankctl` with this folder as the bundles of its home.
  func rankctl(_ arguments: [String]) async throws -> ForeignProcess.Output {
    try await ForeignProcess.run(
      SampleBundle.products.appendingPathComponent("rankctl").path, arguments + ["--home", try home()])
  }
}
