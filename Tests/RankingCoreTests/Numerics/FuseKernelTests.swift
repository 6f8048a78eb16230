import CKernels
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

  @Test(arguments: kernelNames)
  func standardizeAddsTheWeightedScore(_ name: String) throws {
    var x = sampleFloats(35, seed: 7)
    let before = x
    var fused = sampleFloats(35, seed: 8)
    let start = fused
    try kernelTable(name).standardize(&x, 35, 0.25, 1.5, 0.7, &fused)
    for index in x.indices {
      let z = (before[index] - 0.25) * 1.5
      var total = start[index]
      total.addProduct(0.7, z)
      #expect(x[index].bitPattern == z.bitPattern)
      #expect(fused[index].bitPattern == total.bitPattern)
    }
  }

  private func referenceMoments(_ x: [Float]) -> (mean: Float, inverse: Float) {
    var sums = [Float](repeating: 0, count: 16)
    for index in x.indices { sums[index % 16] += x[index] }
    let mean = laneSum(sums) / Float(x.count)
    var squares = [Float](repeating: 0, count: 16)
    for index in x.indices { squares[index % 16].addProduct(x[index] - mean, x[index] - mean) }
    let deviation = (laneSum(squares) / Float(x.count)).squareRoot()
    return (mean, deviation > 1e-12 ? 1 / deviation : 0)
  }
}
