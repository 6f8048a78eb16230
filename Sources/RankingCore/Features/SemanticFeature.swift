/// Features of texts that the ranker reads only where a bundle asks for them: each costs time in every request.
///
/// How much of the history lies in the candidate's cluster is always there (`SemanticFeatures`).
package enum SemanticFeature: String, Codable, Sendable, Hashable, CaseIterable {
  /// `CentroidFeature`
  case centroid
  /// `SimilarityFeatures`
  case similarity

  func group(_ signals: SemanticSignals) -> any FeatureGroup {
    switch self {
    case .centroid: CentroidFeature(signals)
    case .similarity: SimilarityFeatures(signals)
    }
  }
}
