/// Tells of a funnel's training: a line for each step, a progress line for the ranker's trees.
final class TrainingReporter {
  private var trees: ProgressReporter?

  func report(_ step: FunnelTrainer.Step) {
    switch step {
    case .rankerRows: ProgressReporter.note("ranker rows: fitting sources without the hidden interactions")
    case .sources:
      finish()
      ProgressReporter.note("sources: fitting on all training interactions")
    case .ranker(let progress):
      if trees == nil { trees = ProgressReporter("ranker", total: progress.treesTotal, unit: "trees") }
      trees?.advance()
    }
  }

  func finish() {
    trees?.finish()
    trees = nil
  }
}
