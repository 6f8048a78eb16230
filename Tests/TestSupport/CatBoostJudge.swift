import Foundation

/// CatBoost's own scores of a model file.
public enum CatBoostJudge {
  private static let script = """
    import sys, numpy, catboost
    folder, columns = sys.argv[1], int(sys.argv[2])
    model = catboost.CatBoost().load_model(folder + '/model.json', format='json')
    rows = numpy.fromfile(folder + '/rows', numpy.float32).reshape(-1, columns)
    numpy.asarray(model.predict(rows, prediction_type='RawFormulaVal'), numpy.float64).tofile(folder + '/scores')
    """

  public static func scores(of json: [UInt8], rows: [[Float]]) throws -> [Double] {
    try TemporaryFolder.with { folder in
      try Data(json).write(to: folder.appending(path: "model.json"))
      try rows.joined().map { $0 }.withUnsafeBytes {
        try Data($0).write(to: folder.appending(path: "rows"))
      }
      try Python.run(script, [folder.path, String(rows.first?.count ?? 0)])
      return [UInt8](try Data(contentsOf: folder.appending(path: "scores"))).elements(Double.self)
    }
  }
}
