internal import RankingCore

/// What is remembered of one call that is logged or traced.
final class CallNotes: @unchecked Sendable {
  let isTraced: Bool
  var user: UserReference?
  private(set) var facts: CallFacts?
  private(set) var clock: StageClock?

  init(isTraced: Bool) { self.isTraced = isTraced }

  /// `clock` holds this call's stages until the next call of its loop.
  func note(_ answer: RankingAnswer, of version: String, _ clock: StageClock) {
    facts = CallFacts(version: version, servedBy: answer.servedBy, items: answer.items.count)
    self.clock = clock
  }
}
