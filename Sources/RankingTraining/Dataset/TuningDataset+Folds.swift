import RankingCore

extension TuningDataset {
  /// Hides the rows that `file` names; each must be one of these.
  package func fold(_ file: FoldFile) throws(DatasetError) -> EvaluationProblem {
    let known = Set(rows)
    if let foreign = file.rows.first(where: { !known.contains($0) }) {
      throw DatasetError(
        .badSplit, file: "\(file.name).rows",
        "row \(foreign + 1) is no base row, so it cannot be hidden from them")
    }
    let hidden = Set(file.rows)
    return problem(Split(name: file.name, rows: rows) { hidden.contains($0) })
  }

  /// A random fold: min(`count`, ⌊n / 2⌋) of each user's n rows hidden.
  package func randomFold(seed: UInt64, hiding count: Int = 10) -> EvaluationProblem {
    let local = events.indices.map { Int32($0) }
    let cut = RandomFold.cut(events, rows: local, hiding: count, seed: seed, name: "random-\(seed)")
    return EvaluationProblem(
      name: cut.name, catalogue: catalogue, train: cut.train.map { events[Int($0)] },
      hidden: cut.test.map { events[Int($0)] })
  }

  /// A temporal fold: min(`count`, ⌊n / 2⌋) last ones of each user's n rows hidden.
  package func lastFold(hiding count: Int = 10) throws(DatasetError) -> EvaluationProblem {
    let cut = try Holdout.last(count).cut(events)
    return EvaluationProblem(
      name: cut.name, catalogue: catalogue, train: cut.train.map { events[Int($0)] },
      hidden: cut.test.map { events[Int($0)] })
  }

  private func problem(_ split: Split) -> EvaluationProblem {
    let places = Dictionary(uniqueKeysWithValues: zip(rows, events.indices))
    let pick = { (rows: [Int32]) in rows.compactMap { places[$0].map { events[$0] } } }
    return EvaluationProblem(
      name: split.name, catalogue: catalogue, train: pick(split.train), hidden: pick(split.test))
  }
}
