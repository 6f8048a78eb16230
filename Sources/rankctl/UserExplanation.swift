import ArgumentParser
import Foundation
import RankingCore

/// What a bundle recommends to one user, and why.
struct UserExplanation {
  let text: String

  /// Features of the ranker that are named for an item.
  private static let named = 4

  /// - Throws: when the bundle knows no user of this raw id.
  init(_ snapshot: ModelSnapshot, user key: String, top: Int) throws {
    guard let user = snapshot.catalogue.user(key: key) else {
      throw ValidationError("no user \(key) in bundle \(snapshot.version)")
    }
    let (pipeline, scratch) = (RankingPipeline(snapshot: snapshot), PipelineScratch(for: snapshot))
    let query = snapshot.query(user: user)
    let answer = pipeline.answer(
      user: user, RankingRequest(user: .anonymous, topK: top), scratch: scratch)
    let (items, scores) = (Array(answer.items), Array(answer.scores))
    var lines = ["user       \(key), \(query.history.count) items of history, served by \(answer.servedBy)"]
    let isPersonal = answer.servedBy == .personal
    let reasons = try isPersonal ? Self.rankerReasons(items, user, pipeline, scratch) : []
    let deny = DenyList(query.history, items: snapshot.catalogue.itemCount).words
    for (place, item) in items.enumerated() {
      let title = snapshot.catalogue.displayTitle(of: Int(item))
      let score = Self.signed(scores[place])
      lines.append("\(place + 1). \(score)  \(snapshot.catalogue.itemKey(Int(item))) \(title)")
      guard isPersonal else { continue }
      lines += snapshot.retrieval.opinions(of: Int(item), deny: deny, scratch: scratch.retrieval)
        .map { Self.line($0) }
      if !reasons.isEmpty { lines.append("    ranker: \(reasons[place])") }
    }
    text = lines.joined(separator: "\n")
  }

  private static func line(_ opinion: SourceOpinion) -> String {
    "    \(opinion.source): rank \(opinion.rank), score \(opinion.score), standard score "
      + "\(signed(Double(opinion.standardScore))), adds \(signed(Double(opinion.share)))"
  }

  /// For each item what adds most to its stage-2 score and what takes most from it; empty without a ranker that tells.
  private static func rankerReasons(
    _ items: [Int32], _ user: Int, _ pipeline: RankingPipeline, _ scratch: PipelineScratch
  ) throws -> [String] {
    guard let ranker = pipeline.snapshot.model.ranker, let shap = try? TreeShap(ranker), !items.isEmpty
    else { return [] }
    let features = pipeline.snapshot.assembler.features.count
    let columns = AlignedStorage<Float>(count: features * items.count)
    items.withUnsafeBufferPointer {
      pipeline.features(
        of: $0, user: user, into: FeatureColumns(base: columns.base, stride: items.count), scratch: scratch)
    }
    return try items.indices.map { place in
      let row = (0..<features).map { columns.base[$0 * items.count + place] }
      let shares = try shap.contributions(row: row).features.map { $0[0] }
      let strongest = shares.indices.sorted { abs(shares[$0]) > abs(shares[$1]) }.prefix(named)
      return strongest.map { "\(ranker.featureNames[$0]) \(signed(shares[$0]))" }.joined(separator: ", ")
    }
  }

  private static func signed(_ value: Double) -> String { String(format: "%+.3f", value) }
}
