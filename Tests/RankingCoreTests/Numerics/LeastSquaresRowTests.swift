import CKernels
import Testing

/// The conjugate-gradient kernel against the same algorithm in double precision.
struct LeastSquaresRowTests {
  /// Rows of several lengths in one batch: the first empty, the second with only unobserved weights.
  private static let lengths = [0, 9, 13, 5, 20, 1, 16]

  @Test(arguments: kernelNames, [16, 32, 80, 128])
  func descendsAsTheReference(_ name: String, n: Int) throws {
    let table = try kernelTable(name)
    let rows = sampleFloats(20 * n, seed: 15)
    let indexes = (0..<Int32(20)).map { ($0 * 7) % 20 }
    var gram = [Float](repeating: 0, count: n * n)
    for i in 0..<n { gram[i * n + i] = 2 + Float(i % 3) }
    let confidences = Self.lengths.indices.map { row in
      sampleFloats(20, seed: UInt64(16 + row)).map { row == 1 ? ($0 < 0 ? -1 : 1) : $0 * 4 }
    }
    let start = sampleFloats(Self.lengths.count * n, seed: 17)
    var x = start
    var work = [Float](repeating: .nan, count: 3 * Self.lengths.count * n)
    let flat = confidences.flatMap { $0 }
    gram.withUnsafeBufferPointer { gram in
      rows.withUnsafeBufferPointer { rows in
        indexes.withUnsafeBufferPointer { indexes in
          flat.withUnsafeBufferPointer { flat in
            let batch = Self.lengths.enumerated().map { row, count in
              rk_als_problem(
                rows: rows.baseAddress, n: n, stride: n, gram: gram.baseAddress, ridge: 0.5, shift: 1,
                indexes: indexes.baseAddress, confidences: flat.baseAddress.map { $0 + row * 20 },
                count: count)
            }
            #expect(table.als_cg(batch, batch.count, 3, &x, &work) == batch.count)
          }
        }
      }
    }
    for (row, count) in Self.lengths.enumerated() {
      let reference = descend(
        Array(start[row * n..<(row + 1) * n]), rows: rows, n: n, gram: gram,
        indexes: Array(indexes.prefix(count)), confidences: Array(confidences[row].prefix(count)))
      for i in 0..<n { #expect(abs(Double(x[row * n + i]) - reference[i]) < 1e-4, "row \(row)") }
    }
  }

  private func descend(
    _ start: [Float], rows: [Float], n: Int, gram: [Float], indexes: [Int32], confidences: [Float]
  ) -> [Double] {
    func apply(_ p: [Double]) -> [Double] {
      var out = (0..<n).map { i in 0.5 * p[i] + Double(gram[i * n + i]) * p[i] }
      for (index, confidence) in zip(indexes, confidences) {
        let y = (0..<n).map { Double(rows[Int(index) * n + $0]) }
        let dot = zip(y, p).reduce(0) { $0 + $1.0 * $1.1 }
        for i in 0..<n { out[i] += (Double(abs(confidence)) - 1) * dot * y[i] }
      }
      return out
    }
    if indexes.isEmpty { return start.map { _ in 0 } }
    var x = start.map(Double.init)
    var r = apply(x).map { -$0 }
    for (index, confidence) in zip(indexes, confidences) where confidence > 0 {
      for i in 0..<n { r[i] += Double(confidence) * Double(rows[Int(index) * n + i]) }
    }
    var p = r
    var old = r.reduce(0) { $0 + $1 * $1 }
    for _ in 0..<3 {
      let ap = apply(p)
      let alpha = old / zip(p, ap).reduce(0) { $0 + $1.0 * $1.1 }
      for i in 0..<n {
        x[i] += alpha * p[i]
        r[i] -= alpha * ap[i]
      }
      let fresh = r.reduce(0) { $0 + $1 * $1 }
      for i in 0..<n { p[i] = r[i] + fresh / old * p[i] }
      old = fresh
    }
    return x
  }
}
