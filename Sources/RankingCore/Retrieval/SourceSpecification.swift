/// A source as a bundle's manifest describes it; its numbers lie in tensors named `<name>.<tensor>`.
package struct SourceSpecification: Codable, Sendable, Hashable {
  package enum Kind: String, Codable, Sendable, Hashable, CaseIterable {
    case factors, itemModel, projected, popularity, trending, demographics, semantic
  }

  /// Name of the source: unique in the bundle.
  package var name: String
  package var kind: Kind
  /// What the history counts for; ignored by sources that read no ratings.
  package var weight: RatingWeight
  /// Other numbers of the kind, by the names its source documents.
  package var parameters: [String: Double]
  /// How finely its tensors are held; ignored by sources that pass over none.
  package var precision: ServingPrecision

  package init(
    name: String, kind: Kind, weight: RatingWeight = .uniform, parameters: [String: Double] = [:],
    precision: ServingPrecision = .float32
  ) {
    self.name = name
    self.kind = kind
    self.weight = weight
    self.parameters = parameters
    self.precision = precision
  }
}
