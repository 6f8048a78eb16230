extension EvaluationReport {
  /// The table for people, then the gains of later stages with their intervals.
  package var text: String {
    let head = "split \(split), \(users) users, seeds \(seeds.map { "\($0)" }.joined(separator: ", "))"
    let table = ReportTable.stages(stages, withPublished: split == OfficialSplit.ua.rawValue)
    let gains = ReportTable.comparisons(comparisons)
    let note = gains.isEmpty ? [] : ["", "paired bootstrap over users, 95%:"]
    return ([head, ""] + table + note + gains).joined(separator: "\n") + "\n"
  }
}

extension FoldReport {
  /// Each fold's table, the means, and the gains over all folds.
  package var text: String {
    let each = folds.flatMap { fold in
      ["fold \(fold.split), \(fold.users) users"] + ReportTable.stages(fold.stages, withPublished: false) + [
        ""
      ]
    }
    let mean = ["mean of \(folds.count) folds"] + ReportTable.stages(stages, withPublished: false)
    let gains = ReportTable.comparisons(comparisons)
    let note = gains.isEmpty ? [] : ["", "paired bootstrap over users, 95%:"]
    return (each + mean + note + gains).joined(separator: "\n") + "\n"
  }
}
