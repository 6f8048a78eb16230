import RankingCore
import RankingTraining
import Testing

struct ClusterLabelsTests {
  @Test func genresAndWordsThatStandOutNameACluster() throws {
    let titles = [
      "The Space King", "Space Wars", "King of Space", "Love and Rain", "Summer Love", "Love Story", "Story",
    ]
    let catalogue = try Catalogue(
      items: CatalogueIdentifiers(ids: (1...7).map { Int64($0) }), users: CatalogueIdentifiers(ids: [1]),
      titles: titles, years: titles.map { _ in 0 }, genreMasks: [2, 2, 6, 8, 8, 12, 0],
      genreNames: ["unknown", "Sci-Fi", "Drama", "Romance"], people: [.unknown], genderNames: [],
      occupationNames: [])
    let signals = try SemanticSignals(
      embeddings: Matrix(rows: 7, columns: 1, [Float](repeating: 1, count: 7)),
      clusters: Matrix(rows: 1, columns: 7, [0, 0, 0, 1, 1, 1, 3]))
    let labels = ClusterLabels.make(signals, catalogue)
    // The strongest first; a word must stand in two titles of the cluster.
    #expect(
      labels == ["Sci-Fi, Drama: space, king (3)", "Romance, Drama: love (3)", " (0)", " (1)"])
  }
}
