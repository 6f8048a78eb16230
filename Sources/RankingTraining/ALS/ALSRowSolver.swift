import RankingCore
internal import Synchronization

/// Solves all rows of one side while the other is held still.
struct ALSRowSolver: Sendable {
  let side: ALSSide
  let other: ALSSide
  let gram: AlignedStorage<Float>
  let rule: FoldInRule
  let configuration: ALSConfiguration

  init(side: ALSSide, other: ALSSide, gram: AlignedStorage<Float>, configuration: ALSConfiguration) {
    self.side = side
    self.other = other
    self.gram = gram
    self.configuration = configuration
    rule = configuration.rule(opposite: other.data.rowCount)
  }

  /// The first row whose factors are not finite, or nil.
  func run(_ blocks: RowBlocks) -> Int? {
    let failed = Atomic<Int>(Int.max)
    blocks.forEach(side.cuts.count - 1, state: { workspace() }) { block, work in
      for row in side.cuts[block]..<side.cuts[block + 1] where !solve(row, work.base) {
        _ = failed.min(row, ordering: .relaxed)
      }
    }
    let row = failed.load(ordering: .relaxed)
    return row == Int.max ? nil : row
  }

  private func solve(_ row: Int, _ work: UnsafeMutablePointer<Float>) -> Bool {
    let x = side.values.base + row * side.stride
    guard !side.data.range(row).isEmpty else {
      x.update(repeating: 0, count: side.stride)
      return true
    }
    var problem = problem(row)
    switch configuration.solver {
    case .conjugateGradient:
      return problem.descend(x, steps: configuration.conjugateGradientSteps, work: work)
    case .cholesky:
      return problem.solve(x, size: side.factors, work: work)
    }
  }

  private func problem(_ row: Int) -> LeastSquaresRow {
    let range = side.data.range(row)
    return LeastSquaresRow(
      rows: UnsafePointer(other.values.base), width: side.stride, gram: UnsafePointer(gram.base),
      ridge: rule.regularization(observations: range.count), shift: rule.observedShift,
      indexes: side.data.columns.base + range.lowerBound,
      confidences: side.data.values.base + range.lowerBound, count: range.count)
  }

  private func workspace() -> AlignedStorage<Float> {
    let exact = configuration.solver == .cholesky
    return AlignedStorage(
      count: exact ? LeastSquaresRow.solveWorkspace(width: side.stride) : 3 * side.stride)
  }

  /// The weighted squared error of all pairs and the total weight of the observed ones.
  func loss(_ blocks: RowBlocks) -> (loss: Double, confidence: Double) {
    let count = side.cuts.count - 1
    let partial = AlignedStorage<Double>(count: count, repeating: 0)
    blocks.forEach(count, state: { AlignedStorage<Float>(count: side.stride) }) { block, work in
      for row in side.cuts[block]..<side.cuts[block + 1] {
        var problem = problem(row)
        partial.base[block] += problem.loss(side.values.base + row * side.stride, work: work.base)
      }
    }
    var confidence = 0.0
    for entry in 0..<side.data.entryCount { confidence += Double(abs(side.data.values.base[entry])) }
    return (partial.buffer.reduce(0, +), confidence)
  }
}
