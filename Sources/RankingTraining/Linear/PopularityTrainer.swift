internal import Foundation
package import RankingCore

/// How many users chose each item, as log(1 + count).
package struct PopularityTrainer: Sendable {
  private let name: String

  package init(name: String = "popularity") { self.name = name }

  package func train(_ interactions: Interactions, items: Int) -> PopularitySource {
    var counts = [Int](repeating: 0, count: items)
    for entry in 0..<interactions.entryCount { counts[Int(interactions.items.base[entry])] += 1 }
    return PopularitySource(
      name: name, scores: Matrix(rows: 1, columns: items, counts.map { Float(log1p(Double($0))) }))
  }
}
