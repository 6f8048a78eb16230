/// Who asks, as retrieval and features see it; its pointers are valid only during the call.
package struct UserQuery {
  /// Dense index of a user the bundle was trained with, whose factors are stored; nil: fold in from `history`.
  package let user: Int?
  package let history: History
  package let demographics: Demographics
  /// Unix seconds: the bundle's data horizon, or later if events were recorded. Never the wall clock.
  package let asOf: Int64

  package init(user: Int?, history: History, demographics: Demographics, asOf: Int64) {
    self.user = user
    self.history = history
    self.demographics = demographics
    self.asOf = asOf
  }
}
