import RankingCore
import RankingTraining
import Testing

struct SVDTrainerTests {
  private let interactions = sampleInteractions(users: 60, items: 30, perUser: 8)

  @Test func vectorsAreOrthonormalEigenvectors() throws {
    let model = try SVDTrainer(.init(factors: 4, rounds: 200), threads: 2).train(interactions, items: 30)
    let gram = try ItemGram(
      SparseRows(interactions, items: 30, weight: .uniform), blocks: RowBlocks(threads: 1))
    var last = Double.infinity
    for a in 0..<4 {
      let v = (0..<30).map { Double(model.items[row: $0][a]) }
      let image = (0..<30).map { i in (0..<30).reduce(0.0) { $0 + gram.values.base[i * 30 + $1] * v[$1] } }
      let value = zip(v, image).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(value <= last * 1.000001)
      last = value
      for i in 0..<30 { #expect(abs(image[i] - value * v[i]) < 1e-3) }
      #expect(abs(v.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
    }
  }

  @Test func refusesMoreFactorsThanItems() {
    #expect(throws: TrainingError.self) {
      try SVDTrainer(.init(factors: 31), threads: 1).train(interactions, items: 30)
    }
  }
}
