internal import RankingCore

extension RankerRows {
  /// Rows to judge a ranker on, as serving would give them to it: sources fitted to all of `problem`'s training
  /// events, each user's candidates with their features; a row is relevant if its item was hidden from the user.
  package func judged(_ problem: EvaluationProblem) throws -> TrainingMatrix {
    let model = try FunnelTrainer(configuration: configuration, threads: threads).retrievalModel(
      catalogue: problem.catalogue, interactions: problem.interactions, semantic: semantic)
    return rows(try ModelSnapshot(version: "judged", model: model), hidden: problem.relevant)
  }
}
