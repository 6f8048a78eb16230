/// What each connection of an event loop may hold in memory once the loop's limit is reached: an equal part of it,
/// within bounds.
package enum FairShare {
  /// Less than this is of no use to anyone.
  package static let least = 16 << 10
  /// More is not needed to keep a connection busy.
  package static let most = 256 << 10

  package static func bytes(of limit: Int, connections: Int) -> Int {
    min(most, max(least, limit / max(1, connections)))
  }
}
