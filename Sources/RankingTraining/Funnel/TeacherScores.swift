internal import Crypto
internal import Foundation
package import RankingCore

/// What a teacher, such as a large language model, thinks of pairs of a user and an item: targets for the ranker.
///
/// A training row's label is 1 or 0, whether the user met the hidden item. Where the teacher judged the pair it
/// becomes (1 - share) label + share score. Serving needs neither the teacher nor its scores.
package struct TeacherScores: Sendable {
  /// How much the teacher counts beside what users did.
  package let share: Float
  /// SHA-256 of the file and the share.
  package let digest: String
  private let scores: [UInt64: Float]
  /// Pairs of users and items that the catalogue knows.
  package var count: Int { scores.count }

  /// Reads a CSV or TSV with a header: user, item, score from 0 to 1. Rows of unknown users or items are left out.
  package init(path: String, catalogue: Catalogue, share: Float) throws(DatasetError) {
    guard (0...1).contains(share) else {
      throw DatasetError(.unexpectedContent, file: path, "the teacher's share must be 0 to 1, got \(share)")
    }
    let judged = try Dataset.read(interactions: path, tolerance: RowTolerance(badShare: 0))
    var scores: [UInt64: Float] = [:]
    for event in judged.events {
      guard (0...1).contains(event.rating) else {
        throw DatasetError(.unexpectedContent, file: path, "a score must be 0 to 1, got \(event.rating)")
      }
      let user = catalogue.user(key: judged.catalogue.userKey(Int(event.user)))
      let item = catalogue.item(key: judged.catalogue.itemKey(Int(event.item)))
      if let user, let item { scores[Self.pair(user, item)] = event.rating }
    }
    self.scores = scores
    self.share = share
    digest = SHA256.hexDigest(of: Array("\(judged.fingerprint) \(share)".utf8))
  }

  /// The target of a training row.
  func label(met: Bool, user: Int, item: Int) -> Float {
    let label: Float = met ? 1 : 0
    guard let score = scores[Self.pair(user, item)] else { return label }
    return (1 - share) * label + share * score
  }

  private static func pair(_ user: Int, _ item: Int) -> UInt64 { UInt64(user) << 32 | UInt64(item) }
}
