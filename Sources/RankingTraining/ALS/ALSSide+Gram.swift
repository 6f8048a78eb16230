import RankingCore

extension ALSSide {
  /// `weight` times the sum of y y' over all rows, full and symmetric, rows of `stride`.
  ///
  /// Blocks of fixed size are summed in order, so the number of threads does not matter.
  func gram(_ blocks: RowBlocks, weight: Float) -> AlignedStorage<Float> {
    let n = stride
    // At least 256 rows a block, at most 64 partial sums.
    let size = max(256, (data.rowCount + 63) / 64)
    let count = (data.rowCount + size - 1) / size
    let partial = AlignedStorage<Float>(count: count * n * n, repeating: 0)
    blocks.forEachRange(data.rowCount, size: size) { range in
      let target = partial.base + range.lowerBound / size * n * n
      // Few enough rows at a time to stay in the first-level cache.
      for start in Swift.stride(from: range.lowerBound, to: range.upperBound, by: 64) {
        let rows = min(64, range.upperBound - start)
        addGram(of: self.values.base + start * n, count: rows, width: n, to: target)
      }
    }
    let sum = AlignedStorage<Float>(count: n * n, repeating: 0)
    for block in 0..<count {
      for place in 0..<n * n { sum.base[place] += partial.base[block * n * n + place] }
    }
    for row in 0..<n {
      for column in row..<n {
        let value = sum.base[row * n + column] * weight
        sum.base[row * n + column] = value
        sum.base[column * n + row] = value
      }
    }
    return sum
  }

  /// The sum over rows of λ_row times the squared norm.
  func penalty(_ configuration: ALSConfiguration, opposite: ALSSide) -> Double {
    let rule = configuration.rule(opposite: opposite.data.rowCount)
    var total = 0.0
    for row in 0..<data.rowCount {
      var norm = 0.0
      for factor in 0..<factors {
        let value = Double(values.base[row * stride + factor])
        norm += value * value
      }
      total += Double(rule.regularization(observations: data.range(row).count)) * norm
    }
    return total
  }
}
