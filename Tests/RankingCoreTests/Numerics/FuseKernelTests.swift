import CKernels
import Foundation
import Testing

struct FuseKernelTests {
  @Test(arguments: kernelNames, [1, 16, 33, 1682])
  func momentsHaveTheBitsOfTheReference(_ name: String, count: Int) throws {
    let x = sampleFloats(count, seed: 6)
    var mean: Float = .nan
    var inverse: Float = .nan
    try kernelTable(name).moments(x, count, &mean, &inverse)
    let expected = referenceMoments(x)
    #expect(mean.bitPattern == expected.mean.bitPattern)
    #expect(inverse.bitPattern == expected.inverse.bitPattern)
  }

  @Test(arguments: kernelNames)
  func constantScoresHaveNoDeviation(_ name: String) throws {
    var mean: Float = .nan
    var inverse: Float = .nan
    try kernelTable(name).moments([Float](repeating: 3, count: 20), 20, &mean, &inverse)
    #expect(mean == 3 && inverse == 0)
  }

  /// Sums of equal numbers round, and the mean is then not quite what each of them is.
  @Test(arguments: kernelNames, [(7, 1682), (3, 1682), (0.1, 20_000), (-12.7, 59_047)] as [(Float, Int)])
  func equalScoresHaveNoDeviationHoweverTheirSumRounds(_ name: String, _ example: (Float, Int)) throws {
    let value = example.0 > 0 ? log1p(example.0) : example.0
    var mean: Float = .nan
    var inverse: Float = .nan
    try kernelTable(name).moments(
      [Float](repeating: value, count: example.1), example.1, &mean, &inverse)
    #expect(abs(mean - value) < 1e-3 * abs(value) && inverse == 0)
  }

  @Test(arguments: kernelNames, [1, 16, 35, 1682])
  func fuseIsOneChainAnItem(_ name: String, count: Int) throws {
    let x = (0..<3).map { sampleFloats(count, seed: 7 + $0) }
    let scales: [Float] = [0.7, -0.3, 1.5]
    var fused = [Float](repeating: .nan, count: count)
    try x[0].withUnsafeBufferPointer { first in
      try x[1].withUnsafeBufferPointer { second in
        try x[2].withUnsafeBufferPointer { third in
          let rows = [first.baseAddress, second.baseAddress, third.baseAddress]
          try kernelTable(name).fuse(rows, scales, 3, 0.25, count, &fused)
        }
      }
    }
    for index in 0..<count {
      var total: Float = 0.25
      for source in 0..<3 { total.addProduct(scales[source], x[source][index]) }
      #expect(fused[index].bitPattern == total.bitPattern)
    }
  }

  @Test(arguments: kernelNames)
  func gathersStandardScores(_ name: String) throws {
    let x = sampleFloats(100, seed: 9)
    let items: [Int32] = (0..<37).map { ($0 * 29) % 100 }
    var scores = [Float](repeating: .nan, count: items.count)
    try kernelTable(name).gather_standardized(x, items, items.count, 0.25, 1.5, &scores)
    for (item, score) in zip(items, scores) {
      #expect(score.bitPattern == ((x[Int(item)] - 0.25) * 1.5).bitPattern)
    }
  }

  private func referenceMoments(_ x: [Float]) -> (mean: Float, inverse: Float) {
    var sums = [Float](repeating: 0, count: 64)
    for index in x.indices { sums[index % 64] += x[index] }
    let mean = laneSum(folded(sums)) / Float(x.count)
    var squares = [Float](repeating: 0, count: 64)
    for index in x.indices { squares[index % 64].addProduct(x[index] - mean, x[index] - mean) }
    let deviation = (laneSum(folded(squares)) / Float(x.count)).squareRoot()
    return (mean, deviation > 1e-12 ? 1 / deviation : 0)
  }

  private func folded(_ sums: [Float]) -> [Float] {
    (0..<16).map { (sums[$0] + sums[$0 + 16]) + (sums[$0 + 32] + sums[$0 + 48]) }
  }
}
