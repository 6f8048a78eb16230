import Foundation
import RankingCore
import RankingTraining

extension FunnelConfiguration {
  /// The configuration in JSON file `path`, or the one for MovieLens 100K; `seed` replaces its seed.
  ///
  /// The file may leave parts out, as what `tune` writes does: they stay as for MovieLens 100K.
  static func read(_ path: String?, seed: UInt64?) throws -> FunnelConfiguration {
    var configuration = movieLens100K
    if let path {
      let parts = try JSONDecoder().decode(Parts.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
      configuration.name = parts.name ?? configuration.name
      configuration.retrieval = parts.retrieval ?? configuration.retrieval
      configuration.serving = parts.serving ?? configuration.serving
      configuration.semantic = parts.semantic ?? configuration.semantic
      configuration.rankerRows = parts.rankerRows ?? configuration.rankerRows
      configuration.ranker = parts.ranker ?? configuration.ranker
      configuration.seed = parts.seed ?? configuration.seed
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

  private struct Parts: Decodable {
    let name: String?
    let retrieval: RetrievalRecipe?
    let serving: ServingPolicy?
    let semantic: SemanticRecipe?
    let rankerRows: RankerRowsRecipe?
    let ranker: GBDTConfiguration?
    let seed: UInt64?
  }
}
