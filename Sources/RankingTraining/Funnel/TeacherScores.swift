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
  /// SHA-256 of the judgements and the share.
  package let digest: String
  /// Rows of users or items that the catalogue does not know.
  package let unknown: Int
  private let scores: [UInt64: Float]
  /// Pairs of users and items that the catalogue knows.
  package var count: Int { scores.count }

  /// Reads a CSV or TSV with a header: user, item, score from 0 to 1, all of them in every row. Rows of unknown users
  /// or items are left out; of several for one pair the last counts.
  ///
  /// - Throws: `DatasetError` naming a column that is missing, or the first bad rows.
  package init(path: String, catalogue: Catalogue, share: Float) throws(DatasetError) {
    guard (0...1).contains(share) else {
      throw DatasetError(.unexpectedContent, file: path, "the teacher's share must be 0 to 1, got \(share)")
    }
    var (scores, unknown, hash) = ([UInt64: Float](), 0, SHA256())
    hash.update(data: Array("\(share)\n".utf8))
    let layout = TableLayout(required: [.user, .item, .rating])
    let report = try TableReader(path: path, layout: layout).read { (row) throws(FieldError) in
      let judgement = try Judgement(row)
      hash.update(data: Array("\(judgement.user)\t\(judgement.item)\t\(judgement.score)\n".utf8))
      let user = catalogue.user(key: judgement.user)
      guard let user, let item = catalogue.item(key: judgement.item) else { return unknown += 1 }
      scores[Self.pair(user, item)] = judgement.score
    }
    try RowTolerance(badShare: 0).check(report)
    self.scores = scores
    self.share = share
    self.unknown = unknown
    digest = hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// One row.
  private struct Judgement {
    let user: String
    let item: String
    let score: Float

    init(_ row: TableRow) throws(FieldError) {
      user = try row.text(.user)
      item = try row.text(.item)
      let bytes = row.bytes(.rating) ?? []
      guard let score = AsciiNumber.float(bytes), (0...1).contains(score) else {
        throw FieldError(
          .rating, "a score must be 0 to 1, got '\(String(decoding: bytes.prefix(40), as: UTF8.self))'")
      }
      self.score = score
    }
  }

  /// The target of a training row.
  package func label(met: Bool, user: Int, item: Int) -> Float {
    let label: Float = met ? 1 : 0
    guard let score = scores[Self.pair(user, item)] else { return label }
    return (1 - share) * label + share * score
  }

  private static func pair(_ user: Int, _ item: Int) -> UInt64 { UInt64(user) << 32 | UInt64(item) }
}
