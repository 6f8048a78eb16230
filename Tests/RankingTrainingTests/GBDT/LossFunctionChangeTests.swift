import Foundation
import RankingCore
import RankingTraining
import Testing

@Suite struct LossFunctionChangeTests {
  @Test(arguments: [
    (GBDTConfiguration.Loss.logloss, "Logloss"), (.queryRMSE, "QueryRMSE"), (.querySoftMax, "QuerySoftMax"),
  ])
  func equalsCatBoosts(loss: GBDTConfiguration.Loss, name: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "rankd-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let matrix = SyntheticMatrix.make(groups: 30, groupSize: 20, features: 5, seed: 8, missing: 0.1)
    try PoolWriter(matrix).write(to: folder.appending(path: "pool.tsv").path)
    // For pointwise losses CatBoost 1.2.10 looks at as many rows as there are groups, if there are any.
    let text = PoolWriter(matrix).description.text
    let columns = loss == .logloss ? text.replacing("GroupId", with: "Auxiliary") : text
    try Data(columns.utf8).write(to: folder.appending(path: "pool.cd"))
    let script = """
      import sys, numpy, catboost
      folder = sys.argv[1]
      pool = catboost.Pool(folder + '/pool.tsv', column_description=folder + '/pool.cd', has_header=True)
      model = catboost.CatBoost(dict(loss_function=sys.argv[2], iterations=15, depth=4, thread_count=1,
        allow_writing_files=False, verbose=False)).fit(pool)
      model.save_model(folder + '/model.cbm')
      change = model.get_feature_importance(pool, type='LossFunctionChange')
      numpy.asarray(change, numpy.float64).tofile(folder + '/change')
      """
    try CatBoostJudge.run(script, [folder.path, name])
    let model = try RankerModel(cbm: [UInt8](Data(contentsOf: folder.appending(path: "model.cbm"))))
    let expected = try Data(contentsOf: folder.appending(path: "change")).withUnsafeBytes { bytes in
      (0..<bytes.count / 8).map { bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Double.self) }
    }
    let found = try LossFunctionChange(loss: loss).importances(of: model, on: matrix)
    #expect(found.count == expected.count && expected.contains { abs($0) > 1e-3 })
    for (a, b) in zip(found, expected) { #expect(abs(a - b) < 1e-5, "\(found) is not \(expected)") }
  }

  @Test func rankingMattersForThePairwiseLosses() throws {
    let matrix = SyntheticMatrix.make(groups: 30, groupSize: 20, features: 5, seed: 9)
    var configuration = GBDTConfiguration()
    configuration.loss = .lambdaMART
    configuration.trees = 20
    let model = try GBDTTrainer(configuration).train(matrix)
    let change = try LossFunctionChange(loss: .lambdaMART).importances(of: model, on: matrix)
    #expect(change[0] == change.max() && change[0] > 0.1)
  }
}
