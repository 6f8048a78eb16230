import RankingCore

/// One side: its factors, rows padded with zeros, and its data by rows.
///
/// While a half iteration runs, each row is written by the one thread that solves it.
final class ALSSide: @unchecked Sendable {
  let data: SparseRows
  let factors: Int
  /// Padded factors: floats from one row to the next.
  let stride: Int
  let values: AlignedStorage<Float>
  /// Rows of about equal work.
  let cuts: [Int]

  init(_ data: SparseRows, _ configuration: ALSConfiguration, _ initial: Matrix<Float>?, salt: UInt64) {
    self.data = data
    factors = configuration.factors
    stride = Matrix<Float>.paddedStride(factors)
    values = AlignedStorage(count: data.rowCount * stride, repeating: 0)
    cuts = Self.cut(data, entries: 8192)
    if let initial {
      for row in 0..<data.rowCount {
        (values.base + row * stride).update(from: initial.base + row * initial.stride, count: factors)
      }
    } else {
      draw(CounterRandom(seed: configuration.seed, stream: salt))
    }
  }

  /// Uniform in [0, 0.01), as implicit starts.
  private func draw(_ random: CounterRandom) {
    for row in 0..<data.rowCount {
      for factor in 0..<factors {
        values.base[row * stride + factor] = 0.01 * random.unit(UInt64(row * factors + factor))
      }
    }
  }

  var matrix: Matrix<Float> {
    Matrix(
      rows: data.rowCount, columns: factors, stride: stride, base: UnsafePointer(values.base), owner: values)
  }

  private static func cut(_ data: SparseRows, entries: Int) -> [Int] {
    var cuts = [0]
    var start = 0
    for row in 0..<data.rowCount where data.range(row).upperBound + 32 * (row + 1) - start >= entries {
      cuts.append(row + 1)
      start = data.range(row).upperBound + 32 * (row + 1)
    }
    if cuts.last != data.rowCount { cuts.append(data.rowCount) }
    return cuts
  }
}
