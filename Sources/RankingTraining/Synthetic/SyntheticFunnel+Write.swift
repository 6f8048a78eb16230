import RankingCore

extension SyntheticFunnel {
  /// Writes the bundle to `parent` and returns its version; golden requests are recorded like any bundle's.
  package func write(parent: String) throws -> String {
    let model = try model()
    let data = BundleManifest.DataFacts(
      fingerprint: "synthetic", configuration: "synthetic-\(seed)", users: users, items: items,
      interactions: model.interactions.entryCount, horizon: model.horizon)
    let golden = Array(stride(from: 0, to: users, by: max(1, users / 4)).prefix(4))
    return try BundleWriter(parent: parent, name: "synthetic").write(
      model,
      BundleWriter.Facts(data: data, encoder: nil, metrics: [:], histograms: [], goldenUsers: golden))
  }
}
