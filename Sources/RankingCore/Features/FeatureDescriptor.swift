/// One input of the ranker: its name is what the model file and the bundle's schema pin.
package struct FeatureDescriptor: Codable, Sendable, Hashable {
  /// What a value depends on, and so when it is computed.
  package enum Scope: String, Codable, Sendable {
    /// The item alone: computed and quantised once, when the bundle loads.
    case item
    /// The user alone: one value a request.
    case user
    /// Both: one value a candidate.
    case pair
  }

  package let name: String
  package let scope: Scope

  /// Whether other traffic gives other values: the first candidates' places are the same for any.
  package var canDrift: Bool { name != SourceScoreFeatures.placeName }

  package init(_ name: String, _ scope: Scope) {
    self.name = name
    self.scope = scope
  }
}
