extension BundleManifest {
  /// What made the vectors of the items' texts.
  package struct EncoderFacts: Codable, Sendable, Hashable {
    /// Where vectors come from.
    package enum Kind: String, Codable, Sendable, Hashable {
      /// A sentence encoder's folder.
      case encoder
      /// A model behind an HTTP API.
      case endpoint
      /// A file that something else wrote.
      case file
    }

    /// What a language model wrote about the items, as a part of their texts.
    package struct Enrichment: Codable, Sendable, Hashable, CustomStringConvertible {
      package var model: String
      /// Version of the prompt template.
      package var prompt: String
      /// Items it wrote about.
      package var items: Int

      package init(model: String, prompt: String, items: Int) {
        self.model = model
        self.prompt = prompt
        self.items = items
      }

      package var description: String { "\(items) items by \(model), prompt \(prompt)" }
    }

    package var id: String
    /// SHA-256 of the weights; of an endpoint's address, model and prefix; or what a file says of itself.
    package var weights: String
    package var dimension: Int
    /// Digest over all embedded texts.
    package var texts: String
    /// Put before every text.
    package var prompt: String?
    /// What a person calls each cluster, by number.
    package var clusters: [String]?
    /// nil: an encoder's folder.
    package var kind: Kind?
    /// Digest of all that decides a vector, if it is known.
    package var fingerprint: String?
    /// nil: the texts are the catalogue's own.
    package var enrichment: Enrichment?
    /// nil without a ranker.
    package var pin: SignalPin?

    package init(
      id: String, weights: String, dimension: Int, texts: String, prompt: String? = nil,
      clusters: [String]? = nil, kind: Kind? = nil, fingerprint: String? = nil, enrichment: Enrichment? = nil
    ) {
      self.id = id
      self.weights = weights
      self.dimension = dimension
      self.texts = texts
      self.prompt = prompt
      self.clusters = clusters
      self.kind = kind
      self.fingerprint = fingerprint
      self.enrichment = enrichment
    }
  }
}
