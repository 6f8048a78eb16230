/// The checkpoint file of one training: what it starts from, and when it is written next.
final class ALSSavePoint {
  /// What an earlier run left; nil without one.
  let start: ALSCheckpoint?
  private let file: ALSCheckpointing
  private let digest: String
  private var last = ContinuousClock.now
  private var hasFile: Bool

  init(_ file: ALSCheckpointing, digest: String) throws(TrainingError) {
    self.file = file
    self.digest = digest
    start = try ALSCheckpoint.read(file.path, digest: digest)
    hasFile = start != nil
  }

  /// Writes the file if its time has come, or if training is done and the file would tell of less.
  func save(_ iteration: Int, of iterations: Int, _ factors: Factors) throws(TrainingError) {
    let isDone = iteration == iterations && hasFile
    guard isDone || ContinuousClock.now - last >= file.interval else { return }
    try ALSCheckpoint(iteration: iteration, factors: factors).write(file.path, digest: digest)
    hasFile = true
    last = .now
  }
}
