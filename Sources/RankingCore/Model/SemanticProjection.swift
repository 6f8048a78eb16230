/// How an embedding becomes what `SemanticSignals` hold: principal components, length 1, nearest cluster. Kept so
/// that an item that comes later is placed among the others without training anything again.
package struct SemanticProjection: Sendable {
  /// [1, dimension of the encoder]
  package let mean: Matrix<Float>
  /// [components, dimension of the encoder]
  package let components: Matrix<Float>
  /// [clusters, components]
  package let centres: Matrix<Float>

  /// Checks shapes and finiteness.
  package init(
    mean: Matrix<Float>, components: Matrix<Float>, centres: Matrix<Float>
  ) throws(SemanticSignals.Invalid) {
    guard mean.rows == 1, mean.columns == components.columns, centres.columns == components.rows,
      centres.rows > 0
    else {
      throw SemanticSignals.Invalid(
        description: "semantic projection: mean \(mean.rows) x \(mean.columns), components "
          + "\(components.rows) x \(components.columns), centres \(centres.rows) x \(centres.columns)")
    }
    for matrix in [mean, components, centres] where !matrix.flattened().allSatisfy(\.isFinite) {
      throw SemanticSignals.Invalid(description: "semantic projection: a number is not finite")
    }
    self.mean = mean
    self.components = components
    self.centres = centres
  }

  /// The signals of one embedding of the encoder's dimension.
  package func place(_ embedding: [Float]) -> (embedding: [Float], cluster: Int32) {
    precondition(embedding.count == mean.columns)
    let centred = zip(embedding, mean[row: 0]).map { $0 - $1 }
    let projected = (0..<components.rows).map { component in
      zip(centred, components[row: component]).reduce(Double(0)) { $0 + Double($1.0) * Double($1.1) }
    }
    let length = projected.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let point = projected.map { Float(length > 0 ? $0 / length : 0) }
    let distances = (0..<centres.rows).map { centre in
      zip(point, centres[row: centre]).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    let nearest = distances.indices.min { (distances[$0], $0) < (distances[$1], $1) } ?? 0
    return (point, Int32(nearest))
  }
}
