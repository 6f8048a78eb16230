internal import COpenBLAS
import RankingCore

/// Leading eigenvectors of a symmetric positive matrix by block power iteration.
struct SubspaceIteration {
  let dimension: Int
  let wanted: Int
  let rounds: Int
  let seed: UInt64

  /// The `wanted` largest eigenvalues and their vectors, one after the other (`wanted` x `dimension`).
  ///
  /// - Throws: when LAPACK finds none, as for a matrix that is not finite.
  func solve(
    _ matrix: AlignedStorage<Double>
  ) throws(TrainingError) -> (values: [Double], vectors: AlignedStorage<Double>) {
    openblas_set_num_threads(1)
    // A wider block converges at the ratio of eigenvalues further apart.
    let width = min(dimension, wanted + 16)
    let basis = start(width)
    let product = AlignedStorage<Double>(count: width * dimension)
    for _ in 0..<max(1, rounds) {
      orthonormalize(basis, width)
      multiply(basis, matrix, width, into: product)
      basis.base.update(from: product.base, count: width * dimension)
    }
    orthonormalize(basis, width)
    multiply(basis, matrix, width, into: product)
    return try rotate(basis, product, width)
  }

  private func start(_ width: Int) -> AlignedStorage<Double> {
    let random = CounterRandom(seed: seed, stream: 7)
    let basis = AlignedStorage<Double>(count: width * dimension)
    for place in 0..<width * dimension { basis.base[place] = Double(random.unit(UInt64(place))) - 0.5 }
    return basis
  }

  /// product = basis * matrix, rows of `dimension`.
  private func multiply(
    _ basis: AlignedStorage<Double>, _ matrix: AlignedStorage<Double>, _ width: Int,
    into product: AlignedStorage<Double>
  ) {
    let n = Int32(dimension)
    cblas_dgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(width), n, n, 1, basis.base, n, matrix.base, n, 0,
      product.base, n)
  }

  /// Modified Gram-Schmidt, twice, row by row; a row that vanishes stays zero.
  private func orthonormalize(_ basis: AlignedStorage<Double>, _ width: Int) {
    let n = Int32(dimension)
    for row in 0..<width {
      let current = basis.base + row * dimension
      for _ in 0..<2 {
        for earlier in 0..<row {
          let other = basis.base + earlier * dimension
          cblas_daxpy(n, -cblas_ddot(n, current, 1, other, 1), other, 1, current, 1)
        }
      }
      let norm = cblas_dnrm2(n, current, 1)
      cblas_dscal(n, norm > 1e-200 ? 1 / norm : 0, current, 1)
    }
  }

  /// Rayleigh-Ritz: the eigenvectors inside the subspace, largest eigenvalue first.
  private func rotate(
    _ basis: AlignedStorage<Double>, _ product: AlignedStorage<Double>, _ width: Int
  ) throws(TrainingError) -> (values: [Double], vectors: AlignedStorage<Double>) {
    let n = Int32(dimension)
    var w = Int32(width)
    let small = AlignedStorage<Double>(count: width * width)
    cblas_dgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, w, w, n, 1, basis.base, n, product.base, n, 0, small.base, w)
    let values = AlignedStorage<Double>(count: width)
    var floats = Int32(1 + 6 * width + 2 * width * width)
    var integers = Int32(3 + 5 * width)
    let work = AlignedStorage<Double>(count: Int(floats))
    let integerWork = AlignedStorage<Int32>(count: Int(integers))
    var info: Int32 = 0
    dsyevd_(
      "V", "U", &w, small.base, &w, values.base, work.base, &floats, integerWork.base, &integers, &info)
    guard info == 0 else {
      throw TrainingError(.notFinite, "svd: no eigenvalues of the subspace, dsyevd says \(info)")
    }
    let largest = (0..<wanted).map { values.base[width - 1 - $0] }
    return (largest, combine(basis, small, width))
  }

  private func combine(
    _ basis: AlignedStorage<Double>, _ rotation: AlignedStorage<Double>, _ width: Int
  ) -> AlignedStorage<Double> {
    let result = AlignedStorage<Double>(count: wanted * dimension, repeating: 0)
    for rank in 0..<wanted {
      // LAPACK sorts ascending; its eigenvectors are rows here.
      let coefficients = rotation.base + (width - 1 - rank) * width
      for row in 0..<width {
        cblas_daxpy(
          Int32(dimension), coefficients[row], basis.base + row * dimension, 1,
          result.base + rank * dimension, 1)
      }
    }
    return result
  }
}
