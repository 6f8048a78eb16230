/// One system's NDCG@10 over another's on the same hidden items, with the two-sided 95% interval over resampled users.
///
/// A resample draws users with replacement, the same for both systems and for all residues; its figure is made as the
/// table's is: the mean over residues of the mean over users with a relevant item.
package struct ColdItemComparison: Sendable, Hashable {
  package let system: ColdItemAblation.System
  package let over: ColdItemAblation.System
  package let gain: StageComparison.Interval
  /// Residues on which `system` is better.
  package let wins: Int
  package let residues: Int

  package static let resamples = 2_000

  /// `new` and `old` are figures of the same residues.
  package init(
    _ new: ColdItemAblation.Result, over old: ColdItemAblation.Result,
    seed: UInt64 = EvaluationReport.bootstrapSeed
  ) {
    let differences = zip(new.residues, old.residues).map { new, old in
      zip(new.users, old.users).map { new, old in new.flatMap { new in old.map { new - $0 } } }
    }
    let users = differences.first?.count ?? 0
    let samples = (0..<Self.resamples).map { resample in
      var random = SplitMix64(seed: seed, stream: UInt64(resample))
      let drawn = (0..<users).map { _ in random.below(users) }
      return Self.mean(differences.map { residue in Self.mean(drawn.compactMap { residue[$0] }) })
    }
    system = new.system
    over = old.system
    gain = StageComparison.Interval(new.mean.ndcg10 - old.mean.ndcg10, samples: samples)
    wins = zip(new.residues, old.residues).count { $0.ndcg10 > $1.ndcg10 }
    residues = new.residues.count
  }

  /// What texts add in each class of models that `results` have with and without them.
  package static func ofTexts(_ results: [ColdItemAblation.Result]) -> [ColdItemComparison] {
    results.compactMap { new in
      results.first { $0.system == new.system.withoutText }.map { ColdItemComparison(new, over: $0) }
    }
  }

  private static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }
}
