import RankingCore
import RankingTraining
import Testing

struct KMeansTests {
  /// Points around `groups` far corners, in turn.
  private func blobs(_ count: Int, groups: Int, columns: Int = 19) -> Matrix<Float> {
    var random = SystemRandomNumberGenerator.Seeded(state: 3)
    return Matrix(
      rows: count, columns: columns,
      (0..<count).flatMap { row in
        (0..<columns).map { ($0 == row % groups ? 10 : 0) + Float.random(in: -1...1, using: &random) }
      })
  }

  @Test func findsSeparateGroups() {
    let result = KMeans(clusters: 5, seed: 1, threads: 2).fit(blobs(500, groups: 5))
    for row in 0..<500 { #expect(result.assignment[row] == result.assignment[row % 5]) }
    #expect(Set(result.assignment).count == 5)
    #expect(result.centres.rows == 5)
  }

  @Test func seedDecidesAndThreadsDoNot() {
    let points = blobs(700, groups: 3)
    let one = KMeans(clusters: 9, seed: 4, threads: 1).fit(points)
    for threads in [2, 5] {
      let other = KMeans(clusters: 9, seed: 4, threads: threads).fit(points)
      #expect(other.assignment == one.assignment)
      #expect(other.centres.flattened() == one.centres.flattened())
    }
    #expect(KMeans(clusters: 9, seed: 5, threads: 1).fit(points).assignment != one.assignment)
  }

  @Test func everyPointIsWithItsNearestCentre() {
    let points = blobs(300, groups: 7)
    let result = KMeans(clusters: 6, seed: 2, threads: 2).fit(points)
    for row in 0..<points.rows {
      func distance(_ cluster: Int) -> Float {
        zip(points[row: row], result.centres[row: cluster]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      }
      let best = (0..<6).map(distance).min() ?? 0
      #expect(distance(Int(result.assignment[row])) <= best + 1e-3)
    }
  }

  @Test(arguments: [(0, 3), (1, 3), (2, 3), (4, 1)])
  func fewPoints(_ count: Int, _ clusters: Int) {
    let result = KMeans(clusters: clusters, seed: 1, threads: 2).fit(blobs(count, groups: 2))
    #expect(result.centres.rows == min(count, clusters))
    #expect(result.assignment.count == count)
  }

  @Test func equalPoints() {
    let points = Matrix<Float>(rows: 6, columns: 3, [Float](repeating: 1, count: 18))
    #expect(KMeans(clusters: 3, seed: 1, threads: 1).fit(points).assignment.count == 6)
  }
}
