extension SourceSpecification {
  /// The source this specification describes, its tensors read by full name through `tensors`.
  ///
  /// Shapes and finiteness of everything read are checked, so a made source scores every query.
  package func make(
    tensors: @escaping (String) throws -> Matrix<Float>, catalogueSize: Int
  ) throws(SourceError) -> any StorableSource {
    guard catalogueSize > 0 else { throw SourceError(.shape, "the catalogue is empty") }
    let lookup = TensorLookup(specification: self, read: tensors)
    switch kind {
    case .factors: return try FactorSource(lookup, catalogueSize: catalogueSize)
    case .itemModel: return try ItemModelSource(lookup, catalogueSize: catalogueSize)
    case .projected: return try ProjectedSource(lookup, catalogueSize: catalogueSize)
    case .popularity: return try PopularitySource(lookup, catalogueSize: catalogueSize)
    case .trending: return try TrendingSource(lookup, catalogueSize: catalogueSize)
    case .demographics: return try DemographicsSource(lookup, catalogueSize: catalogueSize)
    case .semantic: return try SemanticSource(lookup, catalogueSize: catalogueSize)
    }
  }
}
