import RankingCore

extension EvaluationProblem {
  /// A base to train on and a test to find, each a CSV or TSV with a header or a folder in one of MovieLens'
  /// layouts; `items` describes the items, and where it is such a folder the users, too.
  ///
  /// Test rows of users or items that neither the base nor `items` names cannot be recommended; they are left
  /// out and told of.
  package static func read(base: String, test: String, items: String?) throws(DatasetError) -> Self {
    let known = try Dataset.read(at: base, items: items)
    let wanted = try Dataset.read(at: test)
    var hidden: [Interactions.Event] = []
    for event in wanted.events {
      let user = known.catalogue.user(key: wanted.catalogue.userKey(Int(event.user)))
      let item = known.catalogue.item(key: wanted.catalogue.itemKey(Int(event.item)))
      guard let user, let item else { continue }
      var event = event
      (event.user, event.item) = (Int32(user), Int32(item))
      hidden.append(event)
    }
    let lost = wanted.events.count - hidden.count
    if lost > 0 { ProgressReporter.note("\(test): \(lost) rows name users or items the base does not know") }
    return EvaluationProblem(name: "test", catalogue: known.catalogue, train: known.events, hidden: hidden)
  }
}
