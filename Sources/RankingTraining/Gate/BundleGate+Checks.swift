internal import RankingCore

extension BundleGate {
  /// Each user's figures with the candidate beside the same user's with the baseline.
  func quality(
    _ old: ModelSnapshot, _ before: JudgedBundle, _ new: ModelSnapshot, _ after: JudgedBundle,
    _ hidden: HiddenPairs
  ) -> GateCheck {
    if let problem = unfair(old, hidden) ?? unfair(new, hidden) {
      return GateCheck("quality", .failed, problem)
    }
    let stages = [(name: "baseline", metrics: before.metrics), (name: "candidate", metrics: after.metrics)]
    let bootstrap = PairedBootstrap(stages.map(\.metrics), seed: EvaluationReport.bootstrapSeed)
    let gains = StageComparison(1, over: 0, of: stages, bootstrap).gains
    let lines = limits.metrics.map { Self.line($0, gains[$0], before, after) }
    let losses = limits.metrics.filter { (gains[$0]?.high ?? 0) < 0 }
    let figures = limits.metrics.flatMap { Self.figures($0, gains[$0], before, after) }
    let message = (losses.isEmpty ? lines : losses.map { Self.line($0, gains[$0], before, after) })
      .joined(separator: "; ")
    return GateCheck(
      "quality", losses.isEmpty ? .passed : .failed,
      "\(message), \(hidden.users.count) users", figures + [("overlap@10", after.overlap(before))])
  }

  /// Why nothing can be concluded from these pairs, or nil.
  private func unfair(_ snapshot: ModelSnapshot, _ hidden: HiddenPairs) -> String? {
    guard hidden.users.count >= limits.minimumUsers else {
      return "\(hidden.users.count) users to judge by, at least \(limits.minimumUsers) are needed"
    }
    let known = hidden.known(to: snapshot)
    guard Double(known) <= limits.knownShare * Double(hidden.count) else {
      return "\(snapshot.version) has trained on \(known) of the \(hidden.count) interactions it is judged by"
    }
    return nil
  }

  private static func line(
    _ metric: Metric, _ gain: StageComparison.Interval?, _ before: JudgedBundle, _ after: JudgedBundle
  ) -> String {
    let fixed = { (value: Double) in ReportTable.fixed(value, 4) }
    let interval = gain.map { "\(fixed($0.value)) [\(fixed($0.low)), \(fixed($0.high))]" } ?? "?"
    return
      "\(metric.rawValue) \(fixed(before.metrics[metric])) → \(fixed(after.metrics[metric])), gain \(interval)"
  }

  private static func figures(
    _ metric: Metric, _ gain: StageComparison.Interval?, _ before: JudgedBundle, _ after: JudgedBundle
  ) -> [(String, Double)] {
    let name = metric.rawValue
    return [
      ("\(name).baseline", before.metrics[metric]), ("\(name).candidate", after.metrics[metric]),
      ("\(name).gain.low", gain?.low ?? 0), ("\(name).gain.high", gain?.high ?? 0),
    ]
  }

  /// Golden requests, both bundles in turns.
  func latency(
    _ old: ModelSnapshot, _ new: ModelSnapshot, golden: [GoldenRequest]
  ) -> GateCheck {
    let times = GoldenLatency(baseline: old, candidate: new, golden: golden)
    let (before, after) = (times.baseline / .microseconds(1), times.candidate / .microseconds(1))
    let isSlow =
      times.candidate - times.baseline > limits.latencySlack && after > before * limits.latencyRatio
    let found = "\(ReportTable.fixed(before, 1)) → \(ReportTable.fixed(after, 1)) µs a golden request"
    let limit = "limit \(limits.latencyRatio) times and \(limits.latencySlack / .microseconds(1)) µs more"
    return GateCheck(
      "latency", isSlow ? .failed : .passed, "\(found), \(limit)",
      [("baseline_microseconds", before), ("candidate_microseconds", after)])
  }

  /// Served scores against the histogram that the candidate carries.
  func drift(_ manifest: BundleManifest, _ after: JudgedBundle) -> GateCheck {
    guard let reference = manifest.histograms.first(where: { $0.name == "score" }) else {
      return GateCheck("drift", .failed, "the bundle carries no reference histogram of scores")
    }
    guard after.personal >= limits.minimumAnswers, let shift = reference.stabilityIndex(of: after.scores)
    else {
      return GateCheck(
        "drift", .skipped,
        "\(after.personal) personal answers, fewer than \(limits.minimumAnswers) say nothing")
    }
    let found =
      "PSI \(ReportTable.fixed(shift, 3)) of \(after.personal) answers' scores, limit \(limits.stability)"
    return GateCheck("drift", shift > limits.stability ? .failed : .passed, found, [("psi", shift)])
  }
}
