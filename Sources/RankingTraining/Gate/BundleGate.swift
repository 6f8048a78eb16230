internal import RankingCore

/// Decides whether a candidate may take the place of what serves.
///
/// Quality is compared user by user on hidden interactions: a figure whose 95% interval of the paired bootstrap lies
/// below zero refuses the candidate. Latency is that of golden requests, both bundles in turns. Drift is how far the
/// candidate's served scores are from the reference histogram it carries: what its alert would say on the first day.
package struct BundleGate: Sendable {
  package let limits: GateLimits
  package let threads: Int

  package init(limits: GateLimits = .defaults, threads: Int) {
    self.limits = limits
    self.threads = threads
  }

  /// Judges the bundle directory `candidate` against `baseline`.
  package func judge(baseline: String, candidate: String, by hidden: HiddenPairs) -> GateReport {
    let old = load(baseline)
    let new = load(candidate)
    var checks = [Self.selfTest("self_test", new), Self.selfTest("baseline", old)]
    if case .success(let old) = old, case .success(let new) = new {
      let (before, after) = (judged(old.snapshot, hidden), judged(new.snapshot, hidden))
      checks += [
        quality(old.snapshot, before, new.snapshot, after, hidden),
        latency(old.snapshot, new.snapshot, golden: new.manifest.golden), drift(new.manifest, after),
      ]
    } else {
      checks += ["quality", "latency", "drift"].map { GateCheck($0, .skipped, "a bundle does not load") }
    }
    return GateReport(
      baseline: Self.name(old, baseline), candidate: Self.name(new, candidate), checks: checks)
  }

  private struct Loaded {
    let snapshot: ModelSnapshot
    let manifest: BundleManifest
  }

  private func load(_ path: String) -> Result<Loaded, BundleError> {
    Result { () throws(BundleError) in
      Loaded(
        snapshot: try ModelSnapshot.load(bundle: path), manifest: try BundleDirectory(path: path).manifest)
    }
  }

  private func judged(_ snapshot: ModelSnapshot, _ hidden: HiddenPairs) -> JudgedBundle {
    JudgedBundle(snapshot, hidden, threads: threads)
  }

  private static func name(_ loaded: Result<Loaded, BundleError>, _ given: String) -> String {
    (try? loaded.get().snapshot.version) ?? String(given.split(separator: "/").last ?? "?")
  }

  private static func selfTest(_ name: String, _ loaded: Result<Loaded, BundleError>) -> GateCheck {
    switch loaded {
    case .success(let bundle):
      let golden = bundle.manifest.golden.count
      return GateCheck(
        name, .passed, "every digest holds, \(golden) golden requests answered to the bit",
        [("golden", Double(golden))])
    case .failure(let error): return GateCheck(name, .failed, "\(error)")
    }
  }
}
