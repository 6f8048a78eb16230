/// How a language model is asked beside the words.
package struct EnrichmentSettings: Sendable, Hashable {
  /// Tokens of an answer at most.
  package var maximumTokens = 400
  /// nil: the server's own, for models that take no other.
  package var temperature: Double? = 0
  /// Names the limit `max_completion_tokens`, as newer models ask for, instead of `max_tokens`.
  package var limitsCompletion = false

  package init() {}
}
