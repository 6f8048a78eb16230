import CKernels
import Testing

/// The conjugate-gradient kernel against the same algorithm in double precision.
struct LeastSquaresRowTests {
  @Test(arguments: kernelNames, [16, 32, 80, 128])
  func descendsAsTheReference(_ name: String, n: Int) throws {
    let count = 13
    let rows = sampleFloats(20 * n, seed: 15)
    let indexes = (0..<Int32(count)).map { ($0 * 7) % 20 }
    let confidences = sampleFloats(count, seed: 16).map { $0 * 4 }
    var gram = [Float](repeating: 0, count: n * n)
    for i in 0..<n { gram[i * n + i] = 2 + Float(i % 3) }
    var x = sampleFloats(n, seed: 17)
    let reference = descend(x, rows: rows, n: n, gram: gram, indexes: indexes, confidences: confidences)
    var work = [Float](repeating: .nan, count: 3 * n)
    let table = try kernelTable(name)
    gram.withUnsafeBufferPointer { gram in
      rows.withUnsafeBufferPointer { rows in
        indexes.withUnsafeBufferPointer { indexes in
          confidences.withUnsafeBufferPointer { confidences in
            var row = rk_als_problem(
              rows: rows.baseAddress, n: n, stride: n, gram: gram.baseAddress, ridge: 0.5, shift: 1,
              indexes: indexes.baseAddress, confidences: confidences.baseAddress, count: count)
            _ = table.als_cg(&row, 3, &x, &work)
          }
        }
      }
    }
    for i in 0..<n { #expect(abs(Double(x[i]) - reference[i]) < 1e-4) }
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
