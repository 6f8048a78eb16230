import CKernels

/// Every instruction set this processor runs, by name.
let kernelNames = (["scalar", "neon", "avx2", "avx512"] as [String]).filter { rk_kernels_for($0) != nil }

func kernelTable(_ name: String) throws -> rk_kernel_table {
  struct MissingTable: Error { let name: String }
  guard let table = rk_kernels_for(name) else { throw MissingTable(name: name) }
  return table.pointee
}

/// Repeatable numbers in [-1, 1), coarse enough for ties to be rare but not absent.
func sampleFloats(_ count: Int, seed: UInt64) -> [Float] {
  var state = seed
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(state >> 40) * 0x1p-23 - 1
  }
}

/// The sum as the kernels define it: 16 lanes, then halves.
func laneSum(_ lanes: [Float]) -> Float {
  var lanes = lanes
  for width in [8, 4, 2, 1] {
    for lane in 0..<width { lanes[lane] += lanes[lane + width] }
  }
  return lanes[0]
}

func laneDot(_ a: [Float], _ b: [Float]) -> Float {
  var lanes = [Float](repeating: 0, count: 16)
  for index in a.indices { lanes[index % 16].addProduct(a[index], b[index]) }
  return laneSum(lanes)
}
