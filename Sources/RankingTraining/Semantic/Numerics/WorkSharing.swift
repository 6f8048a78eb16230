internal import Dispatch
internal import Synchronization

/// Steps shared out among threads, each taking the next one when it is done with its last.
enum WorkSharing {
  /// Runs `body` once for each of 0 ..< count, on the calling thread and `threads` - 1 others, each with a scratch
  /// value of its own. Steps must not depend on each other or on who runs them.
  ///
  /// `afterOwnStep` runs on the calling thread after each step it did itself, and after the last of all.
  static func forEach<Scratch>(
    count: Int, threads: Int, scratch: @Sendable () -> Scratch,
    body: @Sendable (Scratch, Int) -> Void, afterOwnStep: () -> Void = {}
  ) {
    let next = NextStep(count)
    let workers = max(1, min(threads, count))
    withoutActuallyEscaping(scratch) { scratch in
      withoutActuallyEscaping(body) { body in
        let others = DispatchGroup()
        for _ in 1..<max(workers, 1) {
          DispatchQueue.global().async(group: others) {
            let scratch = scratch()
            while let step = next.take() { body(scratch, step) }
          }
        }
        let scratch = scratch()
        while let step = next.take() {
          body(scratch, step)
          afterOwnStep()
        }
        others.wait()
      }
    }
    afterOwnStep()
  }

  private final class NextStep: Sendable {
    private let taken = Atomic(0)
    private let count: Int

    init(_ count: Int) { self.count = count }

    func take() -> Int? {
      let step = taken.add(1, ordering: .relaxed).oldValue
      return step < count ? step : nil
    }
  }
}
