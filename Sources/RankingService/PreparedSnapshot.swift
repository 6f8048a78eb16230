internal import RankingCore
internal import RankingWire

/// One snapshot and what an event loop needs beside it, made and warmed up elsewhere, then handed to the loop.
///
/// `@unchecked Sendable`: whoever makes it lets go of it, and one loop takes it.
final class PreparedSnapshot: @unchecked Sendable {
  let pipeline: RankingPipeline
  let scratch: PipelineScratch
  let encoder: RecommendResponseEncoder
  let drift: DriftWindow

  init(_ snapshot: ModelSnapshot) {
    pipeline = RankingPipeline(snapshot: snapshot)
    scratch = PipelineScratch(for: snapshot)
    encoder = RecommendResponseEncoder(snapshot: snapshot)
    drift = DriftWindow(for: snapshot)
    drift.tick(nanoseconds: StageClock.now)
  }

  /// Answers some users and an anonymous one, so that the first call finds memory mapped and caches filled.
  func warmUp() {
    let users = pipeline.snapshot.catalogue.userCount
    for user in stride(from: 0, to: users, by: max(1, users / 32)) {
      _ = pipeline.answer(user: user, RankingRequest(user: .anonymous, topK: 10), scratch: scratch)
    }
    _ = pipeline.answer(user: nil, RankingRequest(user: .anonymous, topK: 10), scratch: scratch)
  }
}
