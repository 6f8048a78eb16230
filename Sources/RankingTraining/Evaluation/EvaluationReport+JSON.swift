extension EvaluationReport {
  /// One object: `{"split":"ua","users":943,"stages":{"als":{"precision@5":…},…},"seeds":[…],"comparisons":[…]}`.
  ///
  /// With several seeds a stage's `spread` object holds the standard deviations.
  package var json: String {
    ReportJSON.object([
      ("split", ReportJSON.string(split)), ("users", "\(users)"), ("stages", ReportJSON.stages(stages)),
      ("seeds", ReportJSON.array(seeds.map { "\($0)" })),
      ("comparisons", ReportJSON.comparisons(comparisons)),
    ])
  }

  /// Each stage's figures in one cell of a table, six digits.
  var figures: String {
    stages.map { stage in
      let values = StageFigures.names.map { "\($0)=\(ReportTable.fixed(stage.values[$0] ?? 0, 6))" }
      return "\(stage.name): \(values.joined(separator: " "))"
    }.joined(separator: "; ")
  }
}

extension FoldReport {
  /// One object: `split` is `folds`, `stages` are means over folds, `folds` holds each fold's own object.
  package var json: String {
    ReportJSON.object([
      ("split", ReportJSON.string("folds")), ("users", "\(folds.map(\.users).max() ?? 0)"),
      ("stages", ReportJSON.stages(stages)),
      ("seeds", ReportJSON.array((folds.first?.seeds ?? []).map { "\($0)" })),
      ("comparisons", ReportJSON.comparisons(comparisons)), ("folds", ReportJSON.array(folds.map(\.json))),
    ])
  }
}
