import CKernels
import Foundation
import Testing

struct EncoderKernelTests {
  @Test(arguments: kernelNames, [(1, 16, 1), (7, 48, 33), (12, 32, 5), (29, 80, 64)])
  func productHasTheBitsOfTheReference(_ name: String, _ size: (m: Int, n: Int, k: Int)) throws {
    let (m, n, k) = size
    let (lda, ldb, ldc) = (k + 3, n + 16, n + 1)
    let a = sampleFloats(m * lda, seed: 1)
    let b = sampleFloats(k * ldb, seed: 2)
    let bias = sampleFloats(n, seed: 3)
    let kernels = try kernelTable(name)
    for bias in [bias, nil] {
      var c = [Float](repeating: .nan, count: m * ldc)
      kernels.gemm(a, lda, b, ldb, bias, &c, ldc, m, n, k)
      for row in 0..<m {
        for column in 0..<n {
          var expected = bias?[column] ?? 0
          for index in 0..<k { expected.addProduct(a[row * lda + index], b[index * ldb + column]) }
          #expect(c[row * ldc + column].bitPattern == expected.bitPattern)
        }
        #expect(c[row * ldc + n].isNaN)
      }
    }
  }

  @Test(arguments: kernelNames)
  func geluIsTheExactOne(_ name: String) throws {
    let kernels = try kernelTable(name)
    let inputs = (-1_200...1_200).map { Float($0) / 100 } + [-100, 100, 0, -0.0, 1e-20]
    var values = inputs
    kernels.gelu(&values, values.count)
    for (x, value) in zip(inputs, values) {
      let exact = 0.5 * Double(x) * (1 + erf(Double(x) / 2.0.squareRoot()))
      #expect(abs(Double(value) - exact) < 1e-6)
    }
    var same = inputs
    rk_kernels_for("scalar").pointee.gelu(&same, same.count)
    let differing = zip(same, values).filter { $0.bitPattern != $1.bitPattern }.count
    #expect(differing == 0)
  }

  @Test(arguments: kernelNames, [1, 15, 16, 40])
  func softmax(_ name: String, columns: Int) throws {
    let stride = (columns + 15) / 16 * 16
    let inputs = sampleFloats(3 * stride, seed: 5).map { $0 * 50 }
    var values = inputs
    try kernelTable(name).softmax(&values, 3, columns, stride, 0.25)
    for row in 0..<3 {
      let logits = inputs[row * stride..<row * stride + columns].map { Double($0) * 0.25 }
      let top = logits.max() ?? 0
      let total = logits.reduce(0) { $0 + exp($1 - top) }
      for column in 0..<columns {
        #expect(abs(Double(values[row * stride + column]) - exp(logits[column] - top) / total) < 1e-6)
      }
      for column in columns..<stride { #expect(values[row * stride + column] == 0) }
    }
  }

  @Test(arguments: kernelNames, [16, 96])
  func layerNorm(_ name: String, columns: Int) throws {
    let inputs = sampleFloats(2 * columns, seed: 6)
    let residual = sampleFloats(2 * columns, seed: 7)
    let (gain, bias) = (sampleFloats(columns, seed: 8), sampleFloats(columns, seed: 9))
    var values = inputs
    try kernelTable(name).layer_norm(&values, residual, gain, bias, 1e-5, 2, columns)
    for row in 0..<2 {
      let x = (0..<columns).map { Double(inputs[row * columns + $0] + residual[row * columns + $0]) }
      let mean = x.reduce(0, +) / Double(columns)
      let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(columns)
      for column in 0..<columns {
        let expected = (x[column] - mean) / (variance + 1e-5).squareRoot() * Double(gain[column])
        #expect(abs(Double(values[row * columns + column]) - expected - Double(bias[column])) < 1e-5)
      }
    }
  }
}
