/// Who a request is for.
package enum UserReference: Sendable, Hashable {
  case id(Int64)
  case key(String)
  case anonymous
}

/// One validated request.
package struct RankingRequest: Sendable {
  package var user: UserReference
  /// Items wanted, at least 1.
  package var topK: Int
  /// Time left until the caller's deadline, nanoseconds; nil without one.
  package var budgetNanoseconds: UInt64?

  package init(user: UserReference, topK: Int, budgetNanoseconds: UInt64? = nil) {
    self.user = user
    self.topK = topK
    self.budgetNanoseconds = budgetNanoseconds
  }
}
