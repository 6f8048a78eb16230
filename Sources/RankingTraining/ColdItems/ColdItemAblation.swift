package import RankingCore

/// How well cold items can be ranked by what is known of them: each system on the same hidden items.
///
/// Every class of models that reads texts is there without them, too, so that what texts add is not mistaken for what
/// a better model adds.
package struct ColdItemAblation: Sendable {
  /// What is compared, from nothing to everything.
  package enum System: String, Sendable, CaseIterable {
    case random
    case metadata = "metadata only (ridge: genres, year)"
    case metadataKernel = "metadata only (kernel ridge: the same)"
    case metadataAll = "metadata only (trees over the signals)"
    case semantic = "semantic (history centroid)"
    case text = "projected (ridge: text)"
    case projected = "projected (ridge: genres, year, text)"
    case kernel = "projected (kernel ridge: the same)"
    case all = "all (trees over the signals)"

    /// The same class of model without texts.
    package var withoutText: System? {
      switch self {
      case .projected: .metadata
      case .kernel: .metadataKernel
      case .all: .metadataAll
      default: nil
      }
    }

    fileprivate var ignoresText: Bool { self == .metadataKernel || self == .metadataAll }
  }

  /// One row: residues hidden in turn, and each one's figures.
  package struct Result: Sendable {
    package let system: System
    package let residues: [ColdItemFigures]
    package var mean: ColdItemFigures { .mean(of: residues) }

    package init(system: System, residues: [ColdItemFigures]) {
      self.system = system
      self.residues = residues
    }
  }

  package let catalogue: Catalogue
  package let events: [Interactions.Event]
  package let model: ColdItemModel
  private let textless: ColdItemModel
  package let seed: UInt64

  /// `embeddings` [items, dimension] of the items' texts.
  package init(
    catalogue: Catalogue, events: [Interactions.Event], embeddings: Matrix<Float>, seed: UInt64 = 1,
    threads: Int
  ) throws(TrainingError) {
    self.catalogue = catalogue
    self.events = events
    self.seed = seed
    model = try ColdItemModel(
      facts: ItemFacts(catalogue: catalogue, embeddings: embeddings), threads: threads)
    let nothing = Matrix<Float>(rows: catalogue.itemCount, columns: 0, [])
    textless = try ColdItemModel(
      facts: ItemFacts(catalogue: catalogue, embeddings: nothing), threads: threads)
  }

  /// Hides each of `residues` in turn and judges `systems`.
  package func run(
    residues: [Int], systems: [System] = System.allCases, progress: (Int) -> Void = { _ in }
  ) throws -> [Result] {
    var figures: [[ColdItemFigures]] = []
    for (place, residue) in residues.enumerated() {
      let problem = ColdItemProblem(catalogue: catalogue, events: events, residue: residue)
      let signals = try model.signals(problem)
      let without = try systems.contains(where: \.ignoresText) ? textless.signals(problem) : signals
      figures.append(
        try systems.map { system in
          ColdItemFigures(
            scores: try scores(system, problem, system.ignoresText ? without : signals),
            relevant: problem.relevant)
        })
      progress(place + 1)
    }
    return systems.indices.map { system in
      Result(system: systems[system], residues: figures.map { $0[system] })
    }
  }

  private func scores(
    _ system: System, _ problem: ColdItemProblem, _ signals: ColdItemSignals
  ) throws -> Matrix<Float> {
    let name: ColdItemSignals.Name? =
      switch system {
      case .metadata: .metadata
      case .semantic: .centroid
      case .text: .text
      case .projected: .projected
      case .kernel, .metadataKernel: .kernel
      case .random, .all, .metadataAll: nil
      }
    if let name, let scores = signals[name] { return scores }
    if system != .random {
      let model = system.ignoresText ? textless : model
      return try ColdItemRanker(model: model, seed: seed).scores(problem, signals)
    }
    var random = SeededRandom(seed: seed, problem.cold.first ?? 0)
    let count = problem.interactions.userCount * problem.cold.count
    return Matrix(
      rows: problem.interactions.userCount, columns: problem.cold.count,
      (0..<count).map { _ in Float(random.uniform()) })
  }
}
