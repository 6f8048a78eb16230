import Foundation
import RankingTraining
import TestSupport

extension CatBoostJudge {
  /// CatBoost's scores of `matrix`'s rows, words included: it reads them from the pool files.
  static func scores(of json: [UInt8], _ matrix: TrainingMatrix) throws -> [Double] {
    try TemporaryFolder.with { folder in
      try Data(json).write(to: folder.appending(path: "model.json"))
      let writer = PoolWriter(matrix)
      try writer.write(to: folder.appending(path: "pool.tsv").path)
      try Data(writer.description.text.utf8).write(to: folder.appending(path: "pool.cd"))
      let script = """
        import sys, numpy, catboost
        folder = sys.argv[1]
        model = catboost.CatBoost().load_model(folder + '/model.json', format='json')
        pool = catboost.Pool(folder + '/pool.tsv', column_description=folder + '/pool.cd', has_header=True)
        numpy.asarray(model.predict(pool, prediction_type='RawFormulaVal'), numpy.float64).tofile(folder + '/scores')
        """
      try Python.run(script, [folder.path])
      return [UInt8](try Data(contentsOf: folder.appending(path: "scores"))).elements(Double.self)
    }
  }
}
