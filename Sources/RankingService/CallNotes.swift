internal import RankingCore

/// What is remembered of one call that is logged or traced.
final class CallNotes: @unchecked Sendable {
  let isTraced: Bool
  var user: UserReference?
  private(set) var facts: CallFacts?
  /// Of a traced call.
  private(set) var stages: [StageTime] = []

  init(isTraced: Bool) { self.isTraced = isTraced }

  func note(_ answer: RankingAnswer, of version: String, _ clock: StageClock) {
    facts = CallFacts(version: version, servedBy: answer.servedBy, items: answer.items.count)
    if isTraced { stages = clock.stages }
  }
}
