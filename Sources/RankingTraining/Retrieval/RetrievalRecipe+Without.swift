import RankingCore

extension RetrievalRecipe {
  /// The same without the sources called `names` and their weights.
  ///
  /// - Throws: when one of them is no source, or none would be left that fusion weighs.
  package func without(_ names: [String]) throws(TrainingError) -> RetrievalRecipe {
    let known = sources.map(\.name)
    if let unknown = names.first(where: { !known.contains($0) }) {
      throw TrainingError(
        .configuration, "no source \"\(unknown)\", there are \(known.joined(separator: ", "))")
    }
    var rest = self
    rest.sources.removeAll { names.contains($0.name) }
    for name in names { rest.fusion.weights[name] = nil }
    guard rest.sources.contains(where: { rest.fusion.weights[$0.name] ?? 0 != 0 }) else {
      throw TrainingError(.configuration, "without \(names.joined(separator: ", ")) no source has a weight")
    }
    return rest
  }
}
