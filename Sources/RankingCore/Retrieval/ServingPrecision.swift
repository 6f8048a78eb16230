/// How finely retrieval holds what it passes over: memory is what a scan of the catalogue waits for.
package enum ServingPrecision: String, Codable, Sendable, Hashable, CaseIterable {
  /// As trained.
  case float32
  /// Rounded to 8 bits when the bundle is opened (`QuantisedMatrix`, `ByteRows`), a model of items by items to 4
  /// (`NibbleRows`); tensors stay as trained.
  case int8
}
