internal import RankingCore

extension EvaluationProblem {
  /// Every tenth user has just begun: of the users whose dense index leaves `residue` when divided by 10 only the
  /// `kept` earliest interactions train, and the others are to be found; all other users train whole.
  package static func coldUsers(_ tuning: TuningDataset, residue: Int, kept: Int) -> EvaluationProblem {
    var (train, hidden): ([Interactions.Event], [Interactions.Event]) = ([], [])
    for (user, events) in Dictionary(grouping: tuning.events, by: \.user).sorted(by: { $0.key < $1.key }) {
      guard Int(user) % 10 == residue else {
        train += events
        continue
      }
      let ordered = events.sorted { ($0.timestamp, $0.item) < ($1.timestamp, $1.item) }
      train += ordered.prefix(kept)
      hidden += ordered.dropFirst(kept)
    }
    return EvaluationProblem(
      name: "history of \(kept)", catalogue: tuning.catalogue, train: train, hidden: hidden)
  }
}
