package import RankingCore

/// The ranker's training rows, made the way serving makes its input.
///
/// For each inner fold the sources are fitted without the hidden events, every user's fused candidates are
/// retrieved and their features assembled; a candidate's label is whether it was hidden. So no feature is
/// computed with the label's own interaction.
package struct RankerRows: Sendable {
  package let configuration: FunnelConfiguration
  package let catalogue: Catalogue
  package let semantic: SemanticSignals?
  package let threads: Int
  package let checkpoints: CheckpointFolder?
  /// Changes labels where it judged.
  package var teacher: TeacherScores?

  package init(
    configuration: FunnelConfiguration, catalogue: Catalogue, semantic: SemanticSignals?, threads: Int,
    checkpoints: CheckpointFolder? = nil
  ) {
    self.checkpoints = checkpoints
    self.configuration = configuration
    self.catalogue = catalogue
    self.semantic = semantic
    self.threads = threads
  }

  /// One block of rows a fold and user.
  private struct Group: Sendable {
    var columns: [Float]
    var labels: [Float]
  }

  package func make(_ interactions: Interactions) throws -> TrainingMatrix {
    let recipe = configuration.rankerRows
    let folds = InnerFolds(folds: recipe.folds, holdout: recipe.holdout, seed: configuration.seed)
    var groups: [Group] = []
    var names: [String] = []
    for fold in folds.cut(interactions) {
      let snapshot = try snapshot(visible: fold.visible, users: interactions.userCount)
      names = snapshot.assembler.features.map(\.name)
      groups += self.groups(snapshot, hidden: fold.hidden)
    }
    return join(groups, names: names)
  }

  /// One group a user with hidden items: candidates of `snapshot`, each relevant if it was hidden.
  func rows(_ snapshot: ModelSnapshot, hidden: [[Int32]]) -> TrainingMatrix {
    join(groups(snapshot, hidden: hidden), names: snapshot.assembler.features.map(\.name))
  }

  private func snapshot(visible: [Interactions.Event], users: Int) throws -> ModelSnapshot {
    let model = try FunnelTrainer(
      configuration: configuration, threads: threads, checkpoints: checkpoints
    ).retrievalModel(
      catalogue: catalogue, interactions: Interactions(users: users, events: visible), semantic: semantic)
    return try ModelSnapshot(version: "inner", model: model)
  }

  /// Rows of every user with hidden items, in user order.
  private func groups(_ snapshot: ModelSnapshot, hidden: [[Int32]]) -> [Group] {
    let users = hidden.indices.filter { !hidden[$0].isEmpty }
    let slots = ThreadSlots(count: users.count, empty: Group(columns: [], labels: []))
    RowBlocks(threads: threads).forEach(
      users.count, state: { ScratchBox(PipelineScratch(for: snapshot)) }
    ) { index, scratch in
      slots.set(index, group(snapshot, user: users[index], hidden[users[index]], scratch.scratch))
    }
    return slots.all
  }

  private func group(
    _ snapshot: ModelSnapshot, user: Int, _ hidden: [Int32], _ scratch: PipelineScratch
  ) -> Group {
    let query = snapshot.query(user: user)
    let limit = snapshot.serving.candidates
    let candidates = snapshot.candidates(for: query, limit: limit, scratch: scratch)
    let count = min(limit, candidates.count)
    let features = snapshot.assembler.features.count
    let context = snapshot.context(query, candidates, count: count, scratch: scratch)
    let columns = [Float](unsafeUninitializedCapacity: features * count) { buffer, filled in
      filled = features * count
      guard let base = buffer.baseAddress, count > 0 else { return }
      snapshot.assembler.fill(context, into: FeatureColumns(base: base, stride: count))
    }
    let relevant = Set(hidden)
    let labels = candidates.items.prefix(count).map { item -> Float in
      let met = relevant.contains(item)
      return teacher?.label(met: met, user: user, item: Int(item)) ?? (met ? 1 : 0)
    }
    return Group(columns: columns, labels: labels)
  }

  private func join(_ groups: [Group], names: [String]) -> TrainingMatrix {
    var offsets = [0]
    for group in groups { offsets.append((offsets.last ?? 0) + group.labels.count) }
    let rows = offsets.last ?? 0
    let storage = AlignedStorage<Float>(count: names.count * rows, repeating: 0)
    for (group, start) in zip(groups, offsets) {
      for feature in names.indices {
        let column = group.columns[feature * group.labels.count..<(feature + 1) * group.labels.count]
        _ = UnsafeMutableBufferPointer(
          start: storage.base + feature * rows + start, count: column.count
        ).update(from: column)
      }
    }
    let features = Matrix(
      rows: names.count, columns: rows, stride: rows, base: UnsafePointer(storage.base), owner: storage)
    return TrainingMatrix(
      featureNames: names, features: features, labels: groups.flatMap(\.labels), groupOffsets: offsets)
  }
}

/// A scratch that a thread makes and keeps for itself.
struct ScratchBox {
  let scratch: PipelineScratch
  init(_ scratch: PipelineScratch) { self.scratch = scratch }
}
