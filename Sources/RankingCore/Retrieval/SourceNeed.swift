/// What a source must know of a user to score anything for them.
package enum SourceNeed: String, Sendable, Hashable {
  /// At least one item of history, or that the user was trained with.
  case historyOrTraining
  /// At least one item of history.
  case history
  /// Age, gender or occupation.
  case demographics
}
