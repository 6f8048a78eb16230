/// Paths of the service's methods.
package enum RankingMethods {
  package static let service = "ranking.v1.RankingService"
  package static let recommend = "/ranking.v1.RankingService/Recommend"
}
