/// When one stage of a request began and how long it took, monotonic nanoseconds.
package struct StageTime: Sendable, Hashable {
  package let stage: StageClock.Stage
  package let begin: UInt64
  package let nanoseconds: UInt64
}
