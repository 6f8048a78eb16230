/// The step of the chain that served a request.
package enum ServingStep: Sendable, Hashable {
  /// Weighted sources knew the user, by stored factors or by history.
  case fused
  /// None of them did: the source at this position of the stage answered alone.
  case fallback(source: Int)
  /// No source at all had anything to say: items by index.
  case none
}
