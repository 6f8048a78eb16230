import ArgumentParser
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
      let file = try InputFile.data(path)
      let parts = try Parts(file, path)
      configuration.name = parts.name ?? configuration.name
      configuration.retrieval = parts.retrieval ?? configuration.retrieval
      configuration.serving = parts.serving ?? configuration.serving
      configuration.semantic = parts.semantic ?? configuration.semantic
      configuration.rankerRows = parts.rankerRows ?? configuration.rankerRows
      configuration.ranker = parts.ranker ?? configuration.ranker
      configuration.seed = parts.seed ?? configuration.seed
      if let key = try UnknownKey.first(in: file, understood: configuration) {
        throw ValidationError("\(path): unknown key \(key)")
      }
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

    init(_ file: Data, _ path: String) throws {
      do {
        self = try JSONDecoder().decode(Self.self, from: file)
      } catch {
        throw ValidationError("\(path): no configuration: \(error)")
      }
    }
  }
}
