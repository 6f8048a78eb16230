package import RankingCore

/// The two sides of a factorisation, rows padded to 64 bytes with zeros.
package struct Factors: Sendable {
  /// [users, f]
  package let users: Matrix<Float>
  /// [items, f]
  package let items: Matrix<Float>

  package init(users: Matrix<Float>, items: Matrix<Float>) {
    self.users = users
    self.items = items
  }
}
