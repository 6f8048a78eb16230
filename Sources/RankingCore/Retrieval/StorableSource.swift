/// A source that a bundle can hold: a specification and named tensors.
package protocol StorableSource: CandidateSource {
  var specification: SourceSpecification { get }

  /// Every tensor that `SourceSpecification.make` will ask for, by its full name.
  func tensors() -> [(name: String, matrix: Matrix<Float>)]
}

extension StorableSource {
  package var name: String { specification.name }
}
