/// Work on many inputs, a few at a time.
enum LimitedTasks {
  /// Runs `work` on each input, at most `concurrency` at once, and hands results to `done`, one at a time, as they
  /// come. The first error cancels the rest and is thrown; results that came before it were handed over.
  static func run<Input: Sendable, Output: Sendable>(
    _ inputs: [Input], concurrency: Int, _ work: @escaping @Sendable (Input) async throws -> Output,
    done: (Input, Output) throws -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: (Input, Output).self) { group in
      var waiting = inputs[...]
      for input in waiting.prefix(max(1, concurrency)) {
        group.addTask { (input, try await work(input)) }
      }
      waiting = waiting.dropFirst(max(1, concurrency))
      while let (input, output) = try await group.next() {
        try done(input, output)
        if let next = waiting.popFirst() {
          group.addTask { (next, try await work(next)) }
        }
      }
    }
  }
}
