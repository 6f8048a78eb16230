import RankingCore

extension RetrievalRecipe {
  /// Whether every source can be trained on a catalogue of `items` items: asked before the first of them is, which may
  /// take hours.
  ///
  /// - Throws: `tooLarge` for a source that holds items x items numbers above its limit, `configuration` for fusion.
  package func check(items: Int) throws(TrainingError) {
    do throws(SourceError) { try fusion.check() } catch { throw TrainingError(.configuration, "\(error)") }
    for source in sources { try source.check(items: items) }
  }
}

extension RetrievalRecipe.Source {
  /// Bytes that the items x items numbers of one source may take while it is trained.
  static let squareLimit = 4 << 30

  func check(items: Int) throws(TrainingError) {
    guard let size = trainer.squareElement, items > 0 else { return }
    let (square, overflow) = items.multipliedReportingOverflow(by: items)
    guard overflow || square > Self.squareLimit / size else { return }
    let most = Int(Double(Self.squareLimit / size).squareRoot())
    throw TrainingError(
      .tooLarge,
      "source \(name) holds items x items numbers of \(size) bytes, max \(Self.squareLimit) bytes or \(most) items, got "
        + "\(items) items: train without it (--leave-out \(name), or a configuration that does not name it)")
  }
}

extension RetrievalRecipe.Trainer {
  /// Bytes of one of the items x items numbers that training holds; nil: it holds none.
  fileprivate var squareElement: Int? {
    switch self {
    case .ease, .svd, .neighbours: MemoryLayout<Double>.size
    case .closestText: MemoryLayout<Float>.size
    case .als, .popularity, .trending, .demographics, .projectedFactors: nil
    }
  }
}
