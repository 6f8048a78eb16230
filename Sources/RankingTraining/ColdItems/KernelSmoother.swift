internal import COpenBLAS
package import RankingCore

/// Kernel ridge regression with the data left open: `weights` [targets, known] times what is known of the known
/// items is what the regression predicts for the target items.
package enum KernelSmoother {
  /// K_tk (K_kk + lambda 1)^-1.
  package static func weights(
    _ kernel: ItemKernel, known: [Int], targets: [Int], lambda: Double
  ) throws(TrainingError) -> Matrix<Float> {
    openblas_set_num_threads(1)
    guard lambda > 0, lambda.isFinite else {
      throw TrainingError(.configuration, "kernel ridge: lambda \(lambda) must be above 0")
    }
    var gram = kernel.block(known, known)
    for index in known.indices { gram[index * known.count + index] += lambda }
    var solution = kernel.block(targets, known)
    var (size, count, info) = (Int32(known.count), Int32(targets.count), Int32(0))
    guard size > 0, count > 0 else { return Matrix(rows: targets.count, columns: known.count, []) }
    dpotrf_("L", &size, &gram, &size, &info)
    guard info == 0 else {
      throw TrainingError(.notFinite, "kernel ridge: LAPACK dpotrf says \(info), the kernel is not definite")
    }
    dpotrs_("L", &size, &count, gram, &size, &solution, &size, &info)
    guard info == 0, solution.allSatisfy(\.isFinite) else {
      throw TrainingError(.notFinite, "kernel ridge: the solution is not finite")
    }
    return Matrix(rows: targets.count, columns: known.count, solution.map { Float($0) })
  }
}
