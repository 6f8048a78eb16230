/// Work on many inputs, a few at a time.
enum LimitedTasks {
  /// Runs `work` on each input, at most `concurrency` at once, and hands what came of it to `done`, one at a time, as
  /// it comes.
  ///
  /// What `done` throws ends it: nothing more is begun, what is under way is waited for and handed over, because it
  /// is paid for, and the first error is thrown.
  static func run<Input: Sendable, Output: Sendable>(
    _ inputs: [Input], concurrency: Int, _ work: @escaping @Sendable (Input) async throws -> Output,
    done: (Input, Result<Output, any Error>) throws -> Void
  ) async throws {
    var waiting = inputs[...]
    var first: (any Error)?
    await withTaskGroup(of: (Input, Result<Output, any Error>).self) { group in
      func begin() {
        guard first == nil, let input = waiting.popFirst() else { return }
        group.addTask {
          do { return (input, .success(try await work(input))) } catch { return (input, .failure(error)) }
        }
      }
      for _ in 0..<max(1, concurrency) { begin() }
      while let (input, result) = await group.next() {
        do { try done(input, result) } catch { first = first ?? error }
        begin()
      }
    }
    if let first { throw first }
  }
}
