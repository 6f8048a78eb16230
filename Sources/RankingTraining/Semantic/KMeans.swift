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
    /// [clusters, columns]
    package var centres: Matrix<Float>
    /// Cluster of each point.
    package var assignment: [Int32]
  }

  /// Clusters the rows of `points`; at most as many clusters as points.
  package func fit(_ points: Matrix<Float>) -> Result {
    let squares = (0..<points.rows).map { points[row: $0].reduce(0) { $0 + $1 * $1 } }
    var result = Result(centres: start(points, squares), assignment: [])
    guard points.rows > 0 else { return result }
    for _ in 0..<Self.rounds {
      let nearest = Nearest(points, squares, result.centres, threads: threads)
      if nearest.clusters == result.assignment { break }
      result.assignment = nearest.clusters
      result.centres = centres(points, nearest, count: result.centres.rows)
    }
    return result
  }

  /// The first point at random, each next one with a chance proportional to its squared distance from the chosen.
  private func start(_ points: Matrix<Float>, _ squares: [Float]) -> Matrix<Float> {
    let count = max(0, min(clusters, points.rows))
    guard count > 0 else { return Matrix(rows: 0, columns: points.columns, []) }
    var random = SeededRandom(seed: seed, 0x6B6D)
    var chosen = [Int(random.next() % UInt64(points.rows))]
    var distances = [Float](repeating: .infinity, count: points.rows)
    while chosen.count < count {
      let centre = points.rows(chosen.suffix(1))
      let fresh = Nearest(points, squares, centre, threads: threads).distances
      for row in distances.indices { distances[row] = min(distances[row], fresh[row]) }
      var target = random.uniform() * distances.reduce(0.0) { $0 + Double($1) }
      let next = distances.firstIndex {
        target -= Double($0)
        return target < 0
      }
      chosen.append(next ?? points.rows - 1)
    }
    return points.rows(chosen)
  }

  private func centres(_ points: Matrix<Float>, _ nearest: Nearest, count: Int) -> Matrix<Float> {
    let columns = points.columns
    var sums = [Float](repeating: 0, count: count * columns)
    var sizes = [Float](repeating: 0, count: count)
    for (row, cluster) in nearest.clusters.enumerated() {
      sizes[Int(cluster)] += 1
      let (point, base) = (points[row: row], Int(cluster) * columns)
      for column in 0..<columns { sums[base + column] += point[column] }
    }
    var farthest = nearest.farthestFirst()[...]
    for cluster in 0..<count {
      let range = cluster * columns..<(cluster + 1) * columns
      if sizes[cluster] == 0, let row = farthest.popFirst() {
        sums.replaceSubrange(range, with: points[row: row])
      } else {
        for index in range { sums[index] /= sizes[cluster] }
      }
    }
    return Matrix(rows: count, columns: columns, sums)
  }
}

extension Matrix where Element == Float {
  /// The rows with these indexes, copied.
  fileprivate func rows(_ indexes: some Collection<Int>) -> Matrix<Float> {
    Matrix(rows: indexes.count, columns: columns, indexes.flatMap { Array(self[row: $0]) })
  }
}
