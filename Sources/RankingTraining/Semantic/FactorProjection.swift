package import RankingCore

/// Ridge regression from texts into the item factors of another source: an item that nobody has met gets factors, too.
package struct FactorProjection: Sendable {
  package struct Configuration: Codable, Sendable, Hashable {
    /// Name of the source of factors, which is trained before.
    package var of: String
    /// λ, above 0.
    package var regularization: Double

    package init(of: String, regularization: Double) {
      self.of = of
      self.regularization = regularization
    }
  }

  package let configuration: Configuration

  package init(_ configuration: Configuration) { self.configuration = configuration }

  /// `source` under another name, its item factors replaced by what the texts say; users keep theirs.
  ///
  /// - Parameters:
  ///   - embeddings: [items, dimension].
  ///   - met: dense items with interactions; only these are learnt from.
  package func train(
    name: String, source: any StorableSource, embeddings: Matrix<Float>, met: [Int]
  ) throws(TrainingError) -> any StorableSource {
    let parts = Dictionary(
      uniqueKeysWithValues: source.tensors().map { ($0.name.dropFirst(source.name.count + 1), $0.matrix) })
    guard source.specification.kind == .factors, let items = parts["items"] else {
      throw TrainingError(.configuration, "\(name): source \"\(configuration.of)\" has no item factors")
    }
    let inputs = Self.withOnes(embeddings)
    let projection = try RidgeProjection.fit(
      inputs: inputs.picking(met), targets: items.picking(met), lambda: configuration.regularization)
    let projected = RidgeProjection.apply(projection, to: inputs)
    var specification = source.specification
    specification.name = name
    do {
      return try specification.make(
        tensors: { tensor throws(SourceError) in
          let part = tensor.dropFirst(name.count + 1)
          guard let matrix = part == "items" ? projected : parts[part] else {
            throw SourceError(.tensor, "\(tensor) is not there")
          }
          return matrix
        }, catalogueSize: items.rows)
    } catch {
      throw TrainingError(.data, "\(name): \(error)")
    }
  }

  /// The rows of `matrix` with a 1 before them: the regression's intercept.
  private static func withOnes(_ matrix: Matrix<Float>) -> Matrix<Float> {
    Matrix(
      rows: matrix.rows, columns: matrix.columns + 1, (0..<matrix.rows).flatMap { [1] + matrix[row: $0] })
  }
}
