internal import RankingCore

/// Gradients and weights quantised to integers and packed in one: (gradient << weightBits) + weight.
package struct PackedGradients {
  let values: AlignedStorage<Int64>
  private(set) var weightBits = 0
  private(set) var gradientUnit = 1.0
  private(set) var weightUnit = 1.0
  /// [rows] quantised weights; empty for 1 each.
  private let weights: [Int64]

  /// Beyond it training has diverged, and squares soon are no numbers any more.
  private static let largestGradient = 1e100
  /// Fewest bits a quantised gradient may have.
  private static let minimumBits = 8

  /// - Throws: when there are too many rows for sums of 64 bits.
  init(_ matrix: TrainingMatrix) throws(GBDTError) {
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
    try Self.check(rows: matrix.rowCount, weightBits: weightBits)
  }

  /// Bits of a gradient that leave room for the sum of `rows` of them beside the sum of the weights.
  private static func gradientBits(rows: Int, weightBits: Int) -> Int {
    min(30, 62 - weightBits - bits(rows))
  }

  /// - Throws: when sums over `rows` rows, whose weights make `weightBits` bits in sum, leave a gradient too few.
  package static func check(rows: Int, weightBits: Int) throws(GBDTError) {
    let bits = gradientBits(rows: rows, weightBits: weightBits)
    guard bits >= minimumBits else {
      throw GBDTError(
        "\(rows) rows with weights of \(weightBits) bits in sum leave \(bits) bits for a gradient, "
          + "at least \(minimumBits) are needed")
    }
  }

  /// Bits that hold 0 ... count.
  private static func bits(_ count: Int) -> Int { Int.bitWidth - count.leadingZeroBitCount }

  /// Quantises `gradient`: sums over any rows stay exact and cannot overflow. False where training diverges.
  mutating func pack(_ gradient: UnsafePointer<Double>, count: Int, _ parallel: ParallelLoop) -> Bool {
    let size = 1 << 16
    var largest = [Double](repeating: 0, count: (count + size - 1) / size)
    largest.withUnsafeMutableBufferPointer { largest in
      parallel.chunks(count, of: size) { chunk, rows in
        largest[chunk] = rows.reduce(0) { Self.larger($0, abs(gradient[$1])) }
      }
    }
    let peak = largest.reduce(0, Self.larger)
    guard peak <= Self.largestGradient else { return false }
    let limit = Double(1 << Self.gradientBits(rows: count, weightBits: weightBits))
    gradientUnit = peak > 0 ? max(peak / limit, .leastNormalMagnitude) : 1
    let scale = 1 / gradientUnit
    let shift = Int64(weightBits)
    let out = values.base
    parallel.chunks(count, of: size) { _, rows in
      for row in rows {
        let weight = weights.isEmpty ? 1 : weights[row]
        out[row] = Int64((gradient[row] * scale).rounded()) << shift + weight
      }
    }
    return true
  }

  /// The larger number; NaN if either is.
  private static func larger(_ a: Double, _ b: Double) -> Double { a > b || a.isNaN ? a : b }
}
