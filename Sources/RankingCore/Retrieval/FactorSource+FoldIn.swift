import CKernels

extension FactorSource {
  /// The factors of a user with this history (`history.count` > 0), in scratch memory; nil when the
  /// system is not positive definite, which a λ above 0 and finite factors rule out.
  func foldIn(_ history: History, _ scratch: RetrievalScratch) -> UnsafePointer<Float>? {
    guard let seen = history.items.baseAddress else { return nil }
    let n = items.stride
    let size = items.columns
    let system = scratch.floats(n * n + n + history.count)
    let target = system + n * n
    let positive = target + n
    let weights = specification.weight.weights(of: history, scratch)
    rule.recency?.apply(to: weights, of: history)
    target.update(repeating: 0, count: n)
    // As in training: a negative confidence is a target of 0 with its size as weight.
    for index in 0..<history.count { positive[index] = max(0, weights[index]) }
    kernels.accumulate_rows(items.base, n, items.stride, seen, positive, history.count, target)
    for index in 0..<history.count { weights[index] = abs(weights[index]) - rule.observedShift }
    fill(system, regularization: rule.regularization(observations: history.count))
    kernels.gram_rows(items.base, n, items.stride, seen, weights, history.count, system, n)
    return kernels.solve(system, size, n, target) == size ? UnsafePointer(target) : nil
  }

  /// `gram` plus the row's λ on the diagonal, zero beyond the real factors.
  private func fill(_ system: UnsafeMutablePointer<Float>, regularization: Float) {
    let n = items.stride
    system.update(repeating: 0, count: n * n)
    for row in 0..<items.columns {
      (system + row * n).update(from: gram.base + row * gram.stride, count: n)
      system[row * n + row] += regularization
    }
  }
}
