package import RankingCore

/// Lloyd's algorithm from a k-means++ start (Arthur & Vassilvitskii 2007); the same result on any number of
/// threads. An empty cluster takes the point farthest from its centre.
package struct KMeans: Sendable {
  package let clusters: Int
  package let seed: UInt64
  package let threads: Int

  private static let rounds = 100

  package init(clusters: Int, seed: UInt64, threads: Int) {
    self.clusters = clusters
    self.seed = seed
    self.threads = threads
  }

  package struct Result: Sendable {
    package var centres: [[Float]]
    /// Cluster of each point.
    package var assignment: [Int32]
  }

  /// Clusters the rows of `points`; at most as many clusters as points.
  package func fit(_ points: Matrix<Float>) -> Result {
    var result = Result(centres: start(points), assignment: [])
    for _ in 0..<Self.rounds {
      let nearest = assign(points, result.centres)
      if nearest.map(\.cluster) == result.assignment { break }
      result.assignment = nearest.map(\.cluster)
      result.centres = centres(points, nearest)
    }
    return result
  }

  private func start(_ points: Matrix<Float>) -> [[Float]] {
    guard points.rows > 0 else { return [] }
    var random = SeededRandom(seed: seed, 0x6B6D)
    var centres = [Array(points[row: Int(random.next() % UInt64(points.rows))])]
    var distances = [Float](repeating: .infinity, count: points.rows)
    while centres.count < min(clusters, points.rows) {
      for row in 0..<points.rows {
        distances[row] = min(distances[row], Self.distance(points[row: row], centres[centres.count - 1]))
      }
      var target = random.uniform() * Double(distances.reduce(0, +))
      let chosen = distances.firstIndex { distance in
        target -= Double(distance)
        return target < 0
      }
      centres.append(Array(points[row: chosen ?? points.rows - 1]))
    }
    return centres
  }

  private struct Nearest {
    var cluster: Int32
    var distance: Float
  }

  private func assign(_ points: Matrix<Float>, _ centres: [[Float]]) -> [Nearest] {
    let storage = AlignedStorage<Int32>(count: points.rows)
    let distances = AlignedStorage<Float>(count: points.rows)
    RowBlocks(threads: threads).forEachRange(points.rows, size: 256) { range in
      for row in range {
        var best = Nearest(cluster: 0, distance: .infinity)
        for (cluster, centre) in centres.enumerated() {
          let distance = Self.distance(points[row: row], centre)
          if distance < best.distance { best = Nearest(cluster: Int32(cluster), distance: distance) }
        }
        storage.base[row] = best.cluster
        distances.base[row] = best.distance
      }
    }
    return (0..<points.rows).map { Nearest(cluster: storage.base[$0], distance: distances.base[$0]) }
  }

  private func centres(_ points: Matrix<Float>, _ nearest: [Nearest]) -> [[Float]] {
    let count = min(clusters, points.rows)
    var sums = [[Float]](repeating: Array(repeating: 0, count: points.columns), count: count)
    var sizes = [Float](repeating: 0, count: count)
    for (row, entry) in nearest.enumerated() {
      sizes[Int(entry.cluster)] += 1
      for column in 0..<points.columns { sums[Int(entry.cluster)][column] += points[row: row][column] }
    }
    var farthest = nearest.indices.sorted { (nearest[$0].distance, $1) > (nearest[$1].distance, $0) }[...]
    return sums.indices.map { cluster in
      guard sizes[cluster] > 0 else { return Array(points[row: farthest.removeFirst()]) }
      return sums[cluster].map { $0 / sizes[cluster] }
    }
  }

  private static func distance(_ left: UnsafeBufferPointer<Float>, _ right: [Float]) -> Float {
    var sum: Float = 0
    for index in right.indices { sum += (left[index] - right[index]) * (left[index] - right[index]) }
    return sum
  }
}
