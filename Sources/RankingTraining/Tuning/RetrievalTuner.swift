internal import Crypto
internal import Foundation
import RankingCore

/// Searches a retrieval recipe's hyper-parameters and fusion weights on folds of a `TuningDataset`, which holds
/// no hidden row of the official split and leads to none.
///
/// A trial moves one source's numbers, trains it on every fold, searches the fusion weights around the best ones
/// and is kept if the objective rises. Trial k depends on the seed, k and the best recipe alone: a search that is
/// stopped and resumed ends with the recipe of one that was not.
package struct RetrievalTuner {
  package let options: TuningOptions
  package let threads: Int
  private let folds: [TuningFold]
  private let items: Int
  private let demographics: [Demographics]
  private let fingerprint: String
  /// Bytes of scores that may be held at a time.
  private static let limit = 8 << 30

  package init(_ data: TuningDataset, options: TuningOptions, threads: Int) throws(DatasetError) {
    self.options = options
    self.threads = threads
    folds = try options.folds(data).map { TuningFold($0) }
    items = data.catalogue.itemCount
    demographics = data.catalogue.people
    fingerprint = "\(data.fingerprint)-\(data.events.count)"
  }

  /// Goes on until `trials` trials are done.
  ///
  /// - Parameters:
  ///   - start: where a new search begins.
  ///   - path: the state file: read if it is there, replaced after every trial, all or nothing.
  package func run(
    trials: Int, from start: RetrievalRecipe, state path: String? = nil,
    progress: (_ state: TuningState, _ isBetter: Bool) -> Void = { _, _ in }
  ) throws -> TuningState {
    try options.check(start)
    try start.check(items: items)
    let origin = try origin(start)
    let saved = try path.flatMap { try TuningState.read($0) }
    if let saved, saved.options != options || saved.origin != origin {
      throw TrainingError(
        .checkpoint, "\(path ?? "") belongs to a search with other options, data or starting recipe")
    }
    var board = try board(saved?.best ?? start.seeded(options.seed))
    var state: TuningState
    if let saved {
      state = saved
    } else {
      let (weights, objective) = board.searchWeights(steps: [0.2, 0.1])
      board.accept(weights)
      state = TuningState(
        options: options, origin: origin, trials: 0, best: board.recipe, objective: objective,
        figures: board.figures())
      try save(state, path)
    }
    progress(state, false)
    while state.trials < trials {
      let isBetter = try trial(&state, &board)
      try save(state, path)
      progress(state, isBetter)
    }
    return state
  }

  private func trial(_ state: inout TuningState, _ board: inout TuningBoard) throws -> Bool {
    state.trials += 1
    var random = SplitMix64(seed: options.seed, stream: UInt64(state.trials))
    guard var candidate = try board.neighbour(&random) else { return false }
    let (weights, objective) = candidate.searchWeights(steps: [0.1, 0.04])
    guard objective > state.objective + 1e-5 else { return false }
    candidate.accept(weights)
    board = candidate
    state.best = board.recipe
    state.objective = objective
    state.figures = board.figures()
    return true
  }

  private func board(_ recipe: RetrievalRecipe) throws -> TuningBoard {
    let bytes = folds.reduce(0) { $0 + $1.users.count * items * 4 } * recipe.sources.count
    guard bytes <= Self.limit else {
      throw TrainingError(
        .tooLarge, "tuning would hold \(bytes) bytes of scores, max \(Self.limit): use fewer folds")
    }
    return try TuningBoard(
      recipe, folds: folds, items: items, demographics: demographics, options: options, threads: threads)
  }

  private func origin(_ start: RetrievalRecipe) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return "\(fingerprint)-\(SHA256.hexDigest(of: Array(try encoder.encode(start))))"
  }

  private func save(_ state: TuningState, _ path: String?) throws {
    guard let path else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    try AtomicFile.write(Array(try encoder.encode(state)) + Array("\n".utf8), to: path)
  }
}
