internal import CKernels
internal import RankingCore

extension KMeans {
  /// For each point its nearest centre, of equals the first, and the squared distance to it.
  struct Nearest {
    private(set) var clusters: [Int32]
    private(set) var distances: [Float]

    /// `squares` are the points' squared lengths; there is at least one centre.
    init(_ points: Matrix<Float>, _ squares: [Float], _ centres: Matrix<Float>, threads: Int) {
      let clusters = AlignedStorage<Int32>(count: points.rows)
      let distances = AlignedStorage<Float>(count: points.rows)
      let lengths = (0..<centres.rows).map { centres[row: $0].reduce(0) { $0 + $1 * $1 } }
      let scan = rk_kernels().pointee.scan
      RowBlocks(threads: threads).forEach((points.rows + 63) / 64, state: { centres.rows.products }) {
        block, products in
        for row in block * 64..<min(points.rows, block * 64 + 64) {
          scan?(
            centres.base, centres.rows, centres.columns, centres.stride, points.base + row * points.stride,
            products.base)
          let best = Self.best(products, lengths)
          clusters.base[row] = Int32(best.cluster)
          distances.base[row] = max(0, squares[row] + best.score)
        }
      }
      self.clusters = Array(clusters.buffer)
      self.distances = Array(distances.buffer)
    }

    /// The least |c|^2 - 2 p c.
    private static func best(
      _ products: AlignedStorage<Float>, _ lengths: [Float]
    ) -> (cluster: Int, score: Float) {
      var best = (cluster: 0, score: Float.infinity)
      for cluster in lengths.indices {
        let score = lengths[cluster] - 2 * products.base[cluster]
        if score < best.score { best = (cluster, score) }
      }
      return best
    }

    /// Points by distance, the farthest first.
    func farthestFirst() -> [Int] {
      distances.indices.sorted { (distances[$0], $1) > (distances[$1], $0) }
    }
  }
}

extension Int {
  /// Room for as many products.
  fileprivate var products: AlignedStorage<Float> { AlignedStorage(count: self) }
}
