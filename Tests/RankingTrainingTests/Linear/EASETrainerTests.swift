import RankingCore
import RankingTraining
import Testing

struct EASETrainerTests {
  private let interactions = sampleInteractions(users: 60, items: 30, perUser: 8)

  /// At the optimum the gradient X'X(B - I) + λB is diagonal: the multipliers of the constraint.
  @Test func gradientVanishesOffTheDiagonal() throws {
    let model = try EASETrainer(.init(regularization: 5), threads: 2).train(interactions, items: 30)
    let data = SparseRows(interactions, items: 30, weight: .uniform)
    let gram = try ItemGram(data, blocks: RowBlocks(threads: 2))
    for i in 0..<30 {
      #expect(model[row: i][i] == 0)
      for j in 0..<30 where j != i {
        var gradient = 5 * Double(model[row: i][j]) - gram.values.base[i * 30 + j]
        for k in 0..<30 { gradient += gram.values.base[i * 30 + k] * Double(model[row: k][j]) }
        #expect(abs(gradient) < 1e-3)
      }
    }
  }

  @Test func threadsDoNotChangeABit() throws {
    let configuration = EASETrainer.Configuration(
      regularization: 3, scaling: LinearScaling(weight: .squareRoot, userExponent: -0.2, itemExponent: -0.1))
    let one = try EASETrainer(configuration, threads: 1).train(interactions, items: 30)
    let three = try EASETrainer(configuration, threads: 3).train(interactions, items: 30)
    #expect(one.flattened() == three.flattened())
  }

  @Test func refusesWhatItCannotTrain() {
    #expect(throws: TrainingError.self) {
      try EASETrainer(.init(regularization: 0), threads: 1).train(interactions, items: 30)
    }
    #expect(throws: TrainingError.self) {
      try EASETrainer(.init(regularization: 1), threads: 1).train(interactions, items: 100_000)
    }
  }
}
