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
  /// - Parameters:
  ///   - initial: where to start ([users, f] and [items, f]); nil draws from the seed.
  ///   - checkpoint: where to save the factors and to go on from if that file is there; the result has the bits
  ///     of a training that was never stopped.
  /// - Throws: `TrainingError` for a bad configuration or shape, for a checkpoint that is damaged, of something else
  ///   or further than `configuration.iterations`, and for the first row (with its iteration) whose factors are not
  ///   finite.
  package func train(
    _ data: SparseRows, initial: consuming Factors? = nil, checkpoint: ALSCheckpointing? = nil,
    progress: (ALSProgress, Factors) -> Void = { _, _ in }
  ) throws(TrainingError) -> Factors {
    try configuration.validate()
    try check(data, copy initial)
    let file = try savePoint(checkpoint, data, copy initial)
    let saved = file?.start
    if let saved { try check(data, saved) }
    // What it starts from is copied and, unless the caller keeps it, gone: it may be as large as the result.
    let start: Factors? = if let saved { saved.factors } else { initial }
    let sides = ALSSides(data, configuration: configuration, initial: consume start, threads: threads)
    let clock = ContinuousClock()
    for iteration in (saved?.iteration ?? 0)..<configuration.iterations {
      var start = clock.now
      try sides.update(.users, iteration: iteration + 1)
      report(sides, iteration, .users, clock.now - start, progress)
      start = clock.now
      try sides.update(.items, iteration: iteration + 1)
      report(sides, iteration, .items, clock.now - start, progress)
      try file?.save(iteration + 1, of: configuration.iterations, sides.factors)
    }
    return sides.factors
  }

  private func savePoint(
    _ checkpoint: ALSCheckpointing?, _ data: SparseRows, _ initial: Factors?
  ) throws(TrainingError) -> ALSSavePoint? {
    guard let checkpoint else { return nil }
    return try ALSSavePoint(
      checkpoint, digest: ALSCheckpoint.digest(configuration, data, initial: initial))
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
    for (side, matrix) in [("users", initial.users), ("items", initial.items)] {
      if let (row, _) = matrix.firstNonFinite() {
        throw TrainingError(.notFinite, "als: initial factors of \(side) row \(row) are not finite")
      }
    }
  }

  private func check(_ data: SparseRows, _ saved: ALSCheckpoint) throws(TrainingError) {
    guard saved.iteration <= configuration.iterations else {
      throw TrainingError(
        .checkpoint,
        "the checkpoint is \(saved.iteration) iterations far, \(configuration.iterations) are wanted: remove it, or "
          + "ask for as many")
    }
    try check(data, saved.factors)
  }
}
