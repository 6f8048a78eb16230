/// A figure of one user's list, by the name that reports give it.
///
/// Every hidden item is relevant, whatever its rating. With h(k) hidden items among the first k of the list and n
/// hidden items in all: precision@k = h(k) / k; recall@k = h(k) / n; ndcg@k = Σ over hits 1 / log2(rank + 1), over
/// the same sum of the ranks 1 … min(k, n); mrr = 1 / rank of the first hit, 0 without one; hit_rate@10 = 1 if
/// h(10) > 0. Users without hidden items do not count.
package enum Metric: String, Sendable, CaseIterable, Hashable {
  case precision5 = "precision@5"
  case recall5 = "recall@5"
  case ndcg5 = "ndcg@5"
  case precision10 = "precision@10"
  case recall10 = "recall@10"
  case ndcg10 = "ndcg@10"
  case recall100 = "recall@100"
  case recall200 = "recall@200"
  case mrr
  case hitRate10 = "hit_rate@10"

  /// Name of the one figure that is not a mean over users: distinct items in all lists' first 10, over the catalogue.
  package static let coverage = "coverage@10"
  /// How deep lists are looked at.
  package static let depth = 200

  /// Place among one user's values.
  var place: Int {
    switch self {
    case .precision5: 0
    case .recall5: 1
    case .ndcg5: 2
    case .precision10: 3
    case .recall10: 4
    case .ndcg10: 5
    case .recall100: 6
    case .recall200: 7
    case .mrr: 8
    case .hitRate10: 9
    }
  }
}
