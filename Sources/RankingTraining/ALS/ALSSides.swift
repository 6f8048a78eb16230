import RankingCore

/// Both sides of a running factorisation and the data by rows of each.
final class ALSSides {
  let configuration: ALSConfiguration
  let blocks: RowBlocks
  private(set) var users: ALSSide
  private(set) var items: ALSSide

  init(_ data: SparseRows, configuration: ALSConfiguration, initial: consuming Factors?, threads: Int) {
    self.configuration = configuration
    blocks = RowBlocks(threads: threads)
    users = ALSSide(data, configuration, initial?.users, salt: 0)
    // What it starts from, both sides often one mapped file, is gone before the data are there twice.
    let start = initial?.items.copied()
    initial = nil
    items = ALSSide(data.transposed(), configuration, start, salt: 1)
  }

  var factors: Factors { Factors(users: users.matrix, items: items.matrix) }

  func update(_ half: ALSProgress.Half, iteration: Int) throws(TrainingError) {
    let (side, other) = half == .users ? (users, items) : (items, users)
    let gram = other.gram(blocks, weight: configuration.gramWeight)
    let solver = ALSRowSolver(side: side, other: other, gram: gram, configuration: configuration)
    if let row = solver.run(blocks) {
      throw TrainingError(
        .notFinite, "als iteration \(iteration): factors of \(half) row \(row) are not finite")
    }
  }

  /// As implicit's `calculate_loss`: total weighted squared error plus λ times the squared norms, over the
  /// total weight.
  func objective() -> Double {
    let gram = items.gram(blocks, weight: configuration.gramWeight)
    let solver = ALSRowSolver(side: users, other: items, gram: gram, configuration: configuration)
    let (loss, confidence) = solver.loss(blocks)
    let norms = users.penalty(configuration, opposite: items) + items.penalty(configuration, opposite: users)
    let pairs = Double(users.data.rowCount) * Double(items.data.rowCount)
    let unobserved = Double(configuration.gramWeight) * pairs
    let counted = configuration.unobservedWeight == nil ? Double(users.data.entryCount) : 0
    return (loss + norms) / (confidence + unobserved - counted)
  }
}
