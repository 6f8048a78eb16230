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
      let rows = side.cuts[block]..<side.cuts[block + 1]
      let row = configuration.solver == .cholesky ? solve(rows, work.base) : descend(rows, work.base)
      if let row { _ = failed.min(row, ordering: .relaxed) }
    }
    let row = failed.load(ordering: .relaxed)
    return row == Int.max ? nil : row
  }

  /// Solves `rows` exactly; returns the first that is not finite.
  private func solve(_ rows: Range<Int>, _ work: UnsafeMutablePointer<Float>) -> Int? {
    for row in rows {
      let x = side.values.base + row * side.stride
      if side.data.range(row).isEmpty {
        x.update(repeating: 0, count: side.stride)
      } else if !problem(row).solve(x, size: side.factors, work: work) {
        return row
      }
    }
    return nil
  }

  /// Conjugate gradient over `rows`, as many together as stay in the second-level cache.
  private func descend(_ rows: Range<Int>, _ work: UnsafeMutablePointer<Float>) -> Int? {
    let room = Self.cache / (side.stride * MemoryLayout<Float>.stride)
    return withUnsafeTemporaryAllocation(of: LeastSquaresRow.self, capacity: LeastSquaresRow.batch) { batch in
      var next = rows.lowerBound
      while next < rows.upperBound {
        let first = next
        var observations = 0
        repeat {
          batch.initializeElement(at: next - first, to: problem(next))
          observations += side.data.range(next).count
          next += 1
        } while next < rows.upperBound && next - first < LeastSquaresRow.batch
          && observations + side.data.range(next).count <= room
        let failed = LeastSquaresRow.descend(
          UnsafeBufferPointer(rebasing: batch[..<(next - first)]), side.values.base + first * side.stride,
          steps: configuration.conjugateGradientSteps, work: work)
        if let failed { return first + failed }
      }
      return nil
    }
  }

  /// Bytes of the other side's factors that a batch may gather.
  private static let cache = 384 << 10

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
      count: exact
        ? LeastSquaresRow.solveWorkspace(width: side.stride)
        : LeastSquaresRow.descentWorkspace(width: side.stride, count: LeastSquaresRow.batch))
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
