import CKernels

/// One row of weighted least squares as the training kernels see it.
///
/// (gram + ridge I + sum (|c| - shift) y y') x = sum max(c, 0) y over the row's observations: y is row
/// `indexes[k]` of `rows`, c is `confidences[k]`. Every vector has `width` floats, a multiple of 16, zero beyond
/// the real factors. The pointers must outlive the value.
package struct LeastSquaresRow {
  private var problem: rk_als_problem

  package init(
    rows: UnsafePointer<Float>, width: Int, gram: UnsafePointer<Float>, ridge: Float, shift: Float,
    indexes: UnsafePointer<Int32>, confidences: UnsafePointer<Float>, count: Int
  ) {
    problem = rk_als_problem(
      rows: rows, n: width, stride: width, gram: gram, ridge: ridge, shift: shift, indexes: indexes,
      confidences: confidences, count: count)
  }

  /// How many rows `descend` takes at most.
  package static let batch = Int(RK_ALS_BATCH)

  /// How many floats `descend` needs for `count` rows.
  package static func descentWorkspace(width: Int, count: Int) -> Int { 3 * count * width }

  /// Improves the rows of `batch`, all of one Gram matrix, by `steps` of conjugate gradient.
  ///
  /// Row i starts and ends at x + i * width; a row without observations becomes zero. Returns the first row
  /// whose result is not finite, or nil.
  package static func descend(
    _ batch: UnsafeBufferPointer<LeastSquaresRow>, _ x: UnsafeMutablePointer<Float>, steps: Int,
    work: UnsafeMutablePointer<Float>
  ) -> Int? {
    precondition(batch.count <= Self.batch)
    guard let first = batch.baseAddress else { return nil }
    return first.withMemoryRebound(to: rk_als_problem.self, capacity: batch.count) { problems in
      let failed = kernels.als_cg(problems, batch.count, Int32(steps), x, work)
      return failed < batch.count ? failed : nil
    }
  }

  /// The row's share of the objective without regularisation; `work` holds `width` floats.
  package mutating func loss(_ x: UnsafePointer<Float>, work: UnsafeMutablePointer<Float>) -> Double {
    kernels.als_loss(&problem, x, work)
  }

  /// How many floats `solve` needs.
  package static func solveWorkspace(width: Int) -> Int { width * width + width + 64 }

  /// Writes the exact solution of the first `size` factors to `x`. False: the system is not positive
  /// definite or the solution not finite.
  package func solve(
    _ x: UnsafeMutablePointer<Float>, size: Int, work: UnsafeMutablePointer<Float>
  ) -> Bool {
    let n = problem.n
    work.update(from: problem.gram, count: n * n)
    for row in 0..<size { work[row * n + row] += problem.ridge }
    x.update(repeating: 0, count: n)
    for start in stride(from: 0, to: problem.count, by: 64) {
      add(start..<min(problem.count, start + 64), to: work, x)
    }
    guard kernels.solve(work, size, n, x) == size else { return false }
    return (0..<size).allSatisfy { x[$0].isFinite }
  }

  /// Adds observations to the system at `work` and the right side `x`.
  private func add(
    _ range: Range<Int>, to work: UnsafeMutablePointer<Float>, _ x: UnsafeMutablePointer<Float>
  ) {
    let n = problem.n
    let sums = work + n * n
    let weights = sums + n
    let indexes = problem.indexes + range.lowerBound
    let confidences = problem.confidences + range.lowerBound
    for index in 0..<range.count { weights[index] = max(0, confidences[index]) }
    kernels.accumulate_rows(problem.rows, n, n, indexes, weights, range.count, sums)
    for factor in 0..<n { x[factor] += sums[factor] }
    for index in 0..<range.count { weights[index] = abs(confidences[index]) - problem.shift }
    kernels.gram_rows(problem.rows, n, n, indexes, weights, range.count, work, n)
  }
}
