import Foundation
import RankingTraining

extension FunnelConfiguration {
  /// The configuration in JSON file `path`, or the one for MovieLens 100K; `seed` replaces its seed.
  static func read(_ path: String?, seed: UInt64?) throws -> FunnelConfiguration {
    var configuration = movieLens100K
    if let path {
      configuration = try JSONDecoder().decode(Self.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    }
    if let seed { configuration.seed = seed }
    return configuration
  }

  /// This configuration as the JSON that `read` takes.
  var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }
}
