import RankingCore

/// Alternates between the users' and the items' least-squares problems, users first.
///
/// Rows are solved on `threads` threads; the factors depend on the configuration, the data and the
/// instruction set, not on the number of threads. Rows without entries become zero vectors.
package struct ALSTrainer: Sendable {
  package let configuration: ALSConfiguration
  package let threads: Int
  /// Whether each iteration ends with the objective, which costs about a tenth of it.
  package let reportsObjective: Bool

  package init(_ configuration: ALSConfiguration, threads: Int, reportsObjective: Bool = false) {
    self.configuration = configuration
    self.threads = threads
    self.reportsObjective = reportsObjective
  }

  /// Factorises `data` (users by items, confidences).
  ///
  /// - Parameter initial: where to start ([users, f] and [items, f]); nil draws from the seed. To resume a
  ///   stopped training pass the factors of its last whole iteration and the iterations that remain.
  /// - Throws: `TrainingError` for a bad configuration or shape, and for the first row (with its iteration)
  ///   whose factors are not finite.
  package func train(
    _ data: SparseRows, initial: Factors? = nil, progress: (ALSProgress, Factors) -> Void = { _, _ in }
  ) throws(TrainingError) -> Factors {
    try configuration.validate()
    try check(data, initial)
    let sides = ALSSides(data, configuration: configuration, initial: initial, threads: threads)
    let clock = ContinuousClock()
    for iteration in 0..<max(0, configuration.iterations) {
      var start = clock.now
      try sides.update(.users, iteration: iteration + 1)
      report(sides, iteration, .users, clock.now - start, progress)
      start = clock.now
      try sides.update(.items, iteration: iteration + 1)
      report(sides, iteration, .items, clock.now - start, progress)
    }
    return sides.factors
  }

  private func report(
    _ sides: ALSSides, _ iteration: Int, _ half: ALSProgress.Half, _ time: Duration,
    _ progress: (ALSProgress, Factors) -> Void
  ) {
    let objective = reportsObjective && half == .items ? sides.objective() : nil
    let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
    progress(
      ALSProgress(iteration: iteration + 1, half: half, seconds: seconds, objective: objective), sides.factors
    )
  }

  private func check(_ data: SparseRows, _ initial: Factors?) throws(TrainingError) {
    guard data.rowCount > 0, data.columnCount > 0 else {
      throw TrainingError(.data, "als needs users and items, got \(data.rowCount) x \(data.columnCount)")
    }
    for entry in 0..<data.entryCount {
      let column = data.columns.base[entry]
      guard column >= 0, column < data.columnCount, data.values.base[entry].isFinite else {
        throw TrainingError(
          .data, "als entry \(entry): item \(column) of \(data.columnCount), value \(data.values.base[entry])"
        )
      }
    }
    guard let initial else { return }
    let shapes = [initial.users.rows, initial.items.rows, initial.users.columns, initial.items.columns]
    let needed = [data.rowCount, data.columnCount, configuration.factors, configuration.factors]
    if shapes != needed {
      throw TrainingError(.data, "initial factors have (users, items, f, f) = \(shapes), need \(needed)")
    }
  }
}
