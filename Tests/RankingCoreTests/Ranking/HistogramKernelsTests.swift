import RankingCore
import Testing
import TestSupport

/// Training kernels against plain loops, under every instruction set that runs here.
@Suite struct HistogramKernelsTests {
  @Test(arguments: QuantisedRankerTests.instructionSets, [1, 3, 4, 7])
  func histogramsAddUp(name: String, features: Int) throws {
    let kernels = try #require(HistogramKernels(instructionSet: name))
    var random = TestRandom(seed: 1)
    let (count, stride) = (1000, 24)
    let rows = (0..<count).map { UInt32($0) }.filter { _ in Bool.random(using: &random) }
    let leaf = (0..<count).map { _ in UInt16.random(in: 0..<4, using: &random) }
    let offsets: [Int32] = [-1, Int32(stride), 0, -1]
    let packed = (0..<count).map { _ in Int64.random(in: -1000...1000, using: &random) << 20 + 1 }
    let columns = (0..<features).map { _ in
      AlignedStorage<UInt8>(count: count, filledBy: { _ in UInt8.random(in: 0..<20, using: &random) })
    }
    let entries = AlignedStorage<HistogramKernels.Entry>(count: rows.count)
    let kept = kernels.select(
      rows: rows, count: rows.count, leaf: leaf, leafOffset: offsets, packed: packed, into: entries.base)
    let sums = (0..<features).map { _ in AlignedStorage<Int64>(count: 2 * stride, repeating: 0) }
    kernels.accumulate(
      entries: entries.base, count: kept, columns: columns.map { UnsafePointer($0.base) },
      sums: sums.map(\.base))
    let chosen = rows.filter { offsets[Int(leaf[Int($0)])] >= 0 }
    #expect(kept == chosen.count)
    for feature in 0..<features {
      var expected = [Int64](repeating: 0, count: 2 * stride)
      for row in chosen.map({ Int($0) }) {
        expected[Int(offsets[Int(leaf[row])]) + Int(columns[feature].base[row])] += packed[row]
      }
      #expect(Array(sums[feature].buffer) == expected)
    }
  }

  @Test(arguments: QuantisedRankerTests.instructionSets, [true, false])
  func scoresFollowTheFormula(name: String, cosine: Bool) throws {
    let kernels = try #require(HistogramKernels(instructionSet: name))
    var random = TestRandom(seed: 2)
    let (leaves, bins, stride) = (3, 21, 24)
    let sums = (0..<leaves * stride).map { _ in
      Int64.random(in: -50...50, using: &random) << 20 + Int64.random(in: 0...30, using: &random)
    }
    let options = HistogramKernels.ScoreOptions(
      weightBits: 20, cosine: cosine, gradientUnit: 0.5, weightUnit: 0.25, l2: 3)
    var scores = [Double](repeating: 0, count: bins)
    kernels.score(options, sums: sums, leaves: leaves, stride: stride, bins: bins, into: &scores)
    for border in 0..<bins - 1 {
      var (top, bottom) = (0.0, 0.0)
      for leaf in 0..<leaves {
        for side in [0...border, border + 1...bins - 1] {
          let cells = side.map { sums[leaf * stride + $0] }
          let weight = Double(cells.reduce(0) { $0 + $1 & 0xfffff }) * 0.25
          let gradient = Double(cells.reduce(0) { $0 + $1 >> 20 }) * 0.5
          top += gradient * gradient / (weight + 3)
          bottom += gradient * gradient * weight / (weight + 3) / (weight + 3)
        }
      }
      let expected = cosine ? top / bottom.squareRoot() : top
      #expect(abs(scores[border] - expected) < 1e-9 * max(1, abs(expected)))
    }
  }

  @Test(arguments: QuantisedRankerTests.instructionSets)
  func childrenOfASplit(name: String) throws {
    let kernels = try #require(HistogramKernels(instructionSet: name))
    for highIsSmall in [true, false] {
      var low: [Int64] = [10, 20, 30]
      var high: [Int64] = [1, 2, 3]
      kernels.split(low: &low, high: &high, count: 3, highIsSmall: highIsSmall)
      #expect(low == (highIsSmall ? [9, 18, 27] : [1, 2, 3]))
      #expect(high == (highIsSmall ? [1, 2, 3] : [9, 18, 27]))
    }
    var leaf: [UInt16] = [0, 1, 0, 1]
    kernels.setBit(4, in: &leaf, where: [3, 2, 7, 255], isAtLeast: 3, count: 4)
    #expect(leaf == [4, 1, 4, 5])
  }
}

extension AlignedStorage {
  /// `count` elements, each from its index.
  fileprivate convenience init(count: Int, filledBy element: (Int) -> Element) {
    self.init(count: count)
    for index in 0..<count { (base + index).initialize(to: element(index)) }
  }
}
