import Foundation
import RankingCore
import RankingTraining
import Testing

struct ALSCheckpointTests {
  private let configuration = ALSConfiguration(factors: 12, regularization: 2, iterations: 6, seed: 3)
  private let data = SparseRows(
    sampleInteractions(users: 60, items: 40, perUser: 9), items: 40, weight: .uniform)

  private func withFile(_ body: (ALSCheckpointing) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "checkpoint-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(ALSCheckpointing(path: path, interval: .zero))
  }

  private func train(_ iterations: Int, _ file: ALSCheckpointing?, threads: Int = 2) throws -> (
    Factors, [Int]
  ) {
    var done: [Int] = []
    let factors = try ALSTrainer(configuration.with(iterations: iterations), threads: threads).train(
      data, checkpoint: file
    ) { step, _ in if step.half == .items { done.append(step.iteration) } }
    return (factors, done)
  }

  @Test func resumedTrainingHasTheBitsOfAnUninterruptedOne() throws {
    let whole = try train(6, nil).0
    try withFile { file in
      _ = try train(2, file)
      let (resumed, done) = try train(6, file, threads: 1)
      #expect(done == [3, 4, 5, 6])
      #expect(resumed.users.flattened() == whole.users.flattened())
      #expect(resumed.items.flattened() == whole.items.flattened())
      let (again, nothing) = try train(6, file)
      #expect(nothing.isEmpty && again.items.flattened() == whole.items.flattened())
    }
  }

  @Test func shortTrainingWritesNothing() throws {
    try withFile { file in
      _ = try train(2, ALSCheckpointing(path: file.path, interval: .seconds(600)))
      #expect(!FileManager.default.fileExists(atPath: file.path))
    }
  }

  @Test func refusesWhatBelongsToSomethingElse() throws {
    try withFile { file in
      _ = try train(2, file)
      let other = data.mapValues { _, _, value in value + 1 }
      let error = #expect(throws: TrainingError.self) {
        try ALSTrainer(configuration, threads: 1).train(other, checkpoint: file)
      }
      #expect(error?.code == .checkpoint)
      var changed = configuration
      changed.regularization = 3
      #expect(throws: TrainingError.self) {
        try ALSTrainer(changed, threads: 1).train(data, checkpoint: file)
      }
    }
  }

  @Test func refusesACheckpointBeyondWhatIsWanted() throws {
    try withFile { file in
      _ = try train(5, file)
      let error = #expect(throws: TrainingError.self) { _ = try train(3, file) }
      #expect(error?.code == .checkpoint)
      #expect(error?.message.contains("5 iterations far, 3 are wanted") == true)
      #expect(try train(5, file).0.items.flattened() == train(5, nil).0.items.flattened())
    }
  }

  @Test func refusesADamagedFile() throws {
    try withFile { file in
      _ = try train(2, file)
      let bytes = try Data(contentsOf: URL(fileURLWithPath: file.path))
      for broken in [bytes.prefix(bytes.count / 2), Data(), Data(repeating: 7, count: 100)] {
        try broken.write(to: URL(fileURLWithPath: file.path))
        let error = #expect(throws: TrainingError.self) { _ = try train(6, file) }
        #expect(error?.code == .checkpoint)
      }
    }
  }
}
