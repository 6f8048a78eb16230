/// What a source must know of a user to score anything for them.
package enum SourceNeed: String, Sendable, Hashable {
  /// At least one item of history, or that the user was trained with.
  case historyOrTraining
  /// At least one item of history.
  case history
  /// Age, gender or occupation.
  case demographics
}

extension SourceSpecification.Kind {
  /// nil: nothing, it always answers.
  package var need: SourceNeed? {
    switch self {
    case .factors: .historyOrTraining
    case .itemModel, .projected, .semantic: .history
    case .demographics: .demographics
    case .popularity, .trending: nil
    }
  }
}

extension StorableSource {
  /// What it must know of a user; nil: nothing.
  package var need: SourceNeed? { specification.kind.need }

  /// Bytes of its tensors that scoring the catalogue for a user with `history` items reads: its cost, since
  /// every source is a pass over memory.
  package func bytesRead(history: Int) -> Int {
    let bytes = Dictionary(
      uniqueKeysWithValues: tensors().map { entry in
        let key = String(entry.name.dropFirst(name.count + 1))
        return (key, (total: entry.matrix.rows * entry.matrix.stride * 4, row: entry.matrix.stride * 4))
      })
    func total(_ tensor: String) -> Int { bytes[tensor]?.total ?? 0 }
    func rows(_ tensor: String, _ count: Int) -> Int { (bytes[tensor]?.row ?? 0) * count }
    return switch specification.kind {
    case .factors: total("items") + rows("users", 1)
    case .itemModel: rows("model", history)
    case .projected: total("items") + rows("projection", history)
    case .popularity: total("scores")
    case .trending: rows("periods", 1)
    case .demographics: rows("groups", 3)
    case .semantic: rows("similarity", history)
    }
  }
}
