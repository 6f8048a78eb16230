/// One input of the ranker, a float32: its name is what the model file and the bundle's schema pin.
///
/// Unit and meaning are this program's words for people; a bundle does not hold them, and two descriptors of one name
/// and scope are equal.
package struct FeatureDescriptor: Codable, Sendable {
  /// What a value depends on, and so when it is computed.
  package enum Scope: String, Codable, Sendable {
    /// The item alone: computed and quantised once, when the bundle loads.
    case item
    /// The user alone: one value a request.
    case user
    /// Both: one value a candidate.
    case pair
  }

  /// What a value counts.
  package enum Unit: String, Sendable {
    case count
    /// Of something, 0 to 1.
    case share
    /// One number over another.
    case ratio
    /// Days, from the first event of the data where it is a date.
    case days
    /// Years, of the calendar where it is a date.
    case years
    /// The scale of the data's ratings.
    case rating
    /// Standard deviations from the mean over the catalogue.
    case deviations
    /// Of two texts' embeddings, -1 to 1.
    case cosine
  }

  package let name: String
  package let scope: Scope
  /// nil where a bundle's manifest was read.
  package private(set) var unit: Unit?
  /// One line, and when the value is missing (NaN).
  package private(set) var meaning = ""

  enum CodingKeys: String, CodingKey {
    case name, scope
  }

  /// Whether other traffic gives other values: the first candidates' places are the same for any.
  package var canDrift: Bool { name != SourceScoreFeatures.placeName }

  package init(_ name: String, _ scope: Scope, _ unit: Unit, _ meaning: String) {
    self.name = name
    self.scope = scope
    self.unit = unit
    self.meaning = meaning
  }
}

extension FeatureDescriptor: Hashable {
  package static func == (one: FeatureDescriptor, other: FeatureDescriptor) -> Bool {
    one.name == other.name && one.scope == other.scope
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(scope)
  }
}
