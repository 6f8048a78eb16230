/// A source that a bundle can hold: a specification and named tensors.
package protocol StorableSource: CandidateSource {
  var specification: SourceSpecification { get }

  /// What it must know of a user to answer; nil: nothing, it always answers.
  var need: SourceNeed? { get }

  /// Bytes of its tensors that it reads to score the catalogue for a user with `history` items, one that it was trained
  /// with or one that it was not: its cost, since every source is a pass over memory.
  func bytesRead(history: Int, isTrained: Bool) -> Int

  /// Every tensor that `SourceSpecification.make` will ask for, by its full name.
  func tensors() -> [(name: String, matrix: Matrix<Float>)]
}

extension StorableSource {
  package var name: String { specification.name }
}
