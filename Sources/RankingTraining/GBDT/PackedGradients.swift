internal import RankingCore

/// Gradients and weights quantised to integers and packed in one: (gradient << weightBits) + weight.
struct PackedGradients {
  let values: AlignedStorage<Int64>
  private(set) var weightBits = 0
  private(set) var gradientUnit = 1.0
  private(set) var weightUnit = 1.0
  /// [rows] quantised weights; empty for 1 each.
  private let weights: [Int64]

  init(_ matrix: TrainingMatrix) {
    values = AlignedStorage(count: matrix.rowCount)
    let heaviest = Double(matrix.weights.max() ?? 1)
    if matrix.weights.isEmpty || heaviest <= 0 {
      weights = []
      weightBits = Self.bits(matrix.rowCount)
    } else {
      weightUnit = heaviest / 255
      let unit = weightUnit
      weights = matrix.weights.map { Int64((max(0, Double($0)) / unit).rounded()) }
      weightBits = Self.bits(matrix.rowCount * 255)
    }
  }

  /// Bits that hold 0 ... count.
  private static func bits(_ count: Int) -> Int { Int.bitWidth - count.leadingZeroBitCount }

  /// Quantises `gradient`: sums over any rows stay exact and cannot overflow.
  mutating func pack(_ gradient: UnsafePointer<Double>, count: Int, _ parallel: ParallelLoop) {
    let size = 1 << 16
    var largest = [Double](repeating: 0, count: (count + size - 1) / size)
    largest.withUnsafeMutableBufferPointer { largest in
      parallel.chunks(count, of: size) { chunk, rows in
        largest[chunk] = rows.reduce(0) { max($0, abs(gradient[$1])) }
      }
    }
    let peak = largest.max() ?? 0
    let limit = Double(1 << min(30, 62 - weightBits - Self.bits(count)))
    gradientUnit = peak > 0 && peak.isFinite ? peak / limit : 1
    let scale = 1 / gradientUnit
    let shift = Int64(weightBits)
    let out = values.base
    parallel.chunks(count, of: size) { _, rows in
      for row in rows {
        let weight = weights.isEmpty ? 1 : weights[row]
        out[row] = Int64((gradient[row] * scale).rounded()) << shift + weight
      }
    }
  }
}
