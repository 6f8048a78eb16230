extension FeatureContext {
  /// The context of item-scope groups: `items` and nobody who asks.
  static func ofCatalogue(_ items: UnsafeBufferPointer<Int32>) -> FeatureContext {
    FeatureContext(
      query: UserQuery(user: nil, history: .empty, demographics: .unknown, asOf: 0),
      profile: UserProfile(genres: 0, clusters: 0), candidates: items,
      scratch: RetrievalScratch(catalogueSize: 0))
  }
}
