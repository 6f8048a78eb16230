/// `manifest.json`: everything about a bundle that is not a tensor, a tree or an item.
///
/// Its own digest stands in `manifest.sha256`, 64 hexadecimal digits and a newline, so that no byte of a
/// bundle can change unnoticed. Keys are sorted; the same training gives the same bytes.
package struct BundleManifest: Codable, Sendable {
  /// The newest schema this program reads and the one it writes.
  package static let schemaVersion = 2
  package static let fileName = "manifest.json"
  package static let digestFileName = "manifest.sha256"

  package var schemaVersion = Self.schemaVersion
  /// `<name>-<12 hexadecimal digits of the content's digest>`; also the directory's name.
  package var version: String
  package var files: [File]
  package var data: DataFacts
  package var encoder: EncoderFacts?
  package var sources: [SourceSpecification]
  package var fusion: FusionConfiguration
  package var features: [FeatureDescriptor]
  package var serving: ServingPolicy
  /// Figures from training, by stage and metric; never from held-out test data.
  package var metrics: [String: [String: Double]]
  /// Reference histograms of served scores and features, for drift.
  package var histograms: [ReferenceHistogram]
  package var golden: [GoldenRequest]

  package struct File: Codable, Sendable, Hashable {
    package var name: String
    package var bytes: Int
    package var sha256: String

    package init(name: String, bytes: Int, sha256: String) {
      self.name = name
      self.bytes = bytes
      self.sha256 = sha256
    }
  }

  package struct DataFacts: Codable, Sendable, Hashable {
    /// Digest of the normalised training data.
    package var fingerprint: String
    /// Digest of the training configuration.
    package var configuration: String
    package var users: Int
    package var items: Int
    package var interactions: Int
    /// Unix seconds of the last training event: the clock of every feature.
    package var horizon: Int64

    package init(
      fingerprint: String, configuration: String, users: Int, items: Int, interactions: Int, horizon: Int64
    ) {
      self.fingerprint = fingerprint
      self.configuration = configuration
      self.users = users
      self.items = items
      self.interactions = interactions
      self.horizon = horizon
    }
  }

  package init(
    version: String, files: [File], data: DataFacts, encoder: EncoderFacts?, sources: [SourceSpecification],
    fusion: FusionConfiguration, features: [FeatureDescriptor], serving: ServingPolicy,
    metrics: [String: [String: Double]], histograms: [ReferenceHistogram], golden: [GoldenRequest]
  ) {
    self.version = version
    self.files = files
    self.data = data
    self.encoder = encoder
    self.sources = sources
    self.fusion = fusion
    self.features = features
    self.serving = serving
    self.metrics = metrics
    self.histograms = histograms
    self.golden = golden
  }
}
