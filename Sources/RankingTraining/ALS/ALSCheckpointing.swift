/// Where and how often a factorisation saves itself; a later run with the same file goes on from there.
package struct ALSCheckpointing: Sendable, Hashable {
  package let path: String
  /// At most one write in this time, after whole iterations. Training that is done in less writes nothing.
  package let interval: Duration

  package init(path: String, interval: Duration = .seconds(10)) {
    self.path = path
    self.interval = interval
  }
}
