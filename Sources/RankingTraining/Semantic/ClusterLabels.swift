internal import Foundation
package import RankingCore

/// What a person may call the clusters: the genres and the words of titles that are most over-represented.
package enum ClusterLabels {
  private static let words = 3
  private static let genres = 2

  /// One label for each cluster, such as `Animation, Children's: king, prince, toy (47)`.
  package static func make(_ signals: SemanticSignals, _ catalogue: Catalogue) -> [String] {
    let genres = (0..<catalogue.itemCount).map { Set(catalogue.genres(of: $0)) }
    let words = (0..<catalogue.itemCount).map { Self.words(of: catalogue.titles[$0]) }
    let (genreCounts, wordCounts) = (counts(genres), counts(words))
    return (0..<signals.clusterCount).map { cluster in
      let items = (0..<catalogue.itemCount).filter { signals.clusters.base[$0] == Int32(cluster) }
      let names = top(
        items.map { genres[$0] }, genreCounts, catalogue.itemCount, count: Self.genres, least: 1)
      let terms = top(items.map { words[$0] }, wordCounts, catalogue.itemCount, count: Self.words, least: 2)
      let parts = [names, terms].filter { !$0.isEmpty }.map { $0.joined(separator: ", ") }
      return "\(parts.joined(separator: ": ")) (\(items.count))"
    }
  }

  private static func words(of title: String) -> Set<String> {
    Set(
      title.lowercased().split { !$0.isLetter }.map(String.init).filter { $0.count > 3 })
  }

  private static func counts(_ bags: [Set<String>]) -> [String: Int] {
    bags.reduce(into: [:]) { counts, bag in for term in bag { counts[term, default: 0] += 1 } }
  }

  /// Terms by n log(n / expected), n being how many of the cluster's items have it.
  private static func top(
    _ bags: [Set<String>], _ all: [String: Int], _ items: Int, count: Int, least: Int
  ) -> [String] {
    let weights = counts(bags).compactMap { term, found -> (term: String, weight: Double)? in
      let expected = Double(all[term] ?? 1) * Double(bags.count) / Double(max(1, items))
      let weight = Double(found) * log(Double(found) / expected)
      return found >= least && weight > 0 ? (term, weight) : nil
    }
    return weights.sorted { ($1.weight, $0.term) < ($0.weight, $1.term) }.prefix(count).map(\.term)
  }
}
