import Foundation
import RankingCore
import RankingTraining
import TestSupport
import Testing

@Suite struct PoolTests {
  @Test func whatIsWrittenReadsBackToTheBit() throws {
    try TemporaryFolder.with { url in
      let folder = url.path
      let matrix = mixed()
      let writer = PoolWriter(matrix)
      try writer.write(to: folder + "/pool.tsv")
      try writer.description.text.write(toFile: folder + "/pool.cd", atomically: true, encoding: .utf8)
      let read = try PoolReader(
        folder + "/pool.tsv", ColumnDescription(contentsOf: folder + "/pool.cd")
      ).read()
      #expect(read.featureNames == matrix.featureNames && read.categories == matrix.categories)
      #expect(read.flatIndexes == [0, 2, 3])
      #expect(read.labels == matrix.labels && read.weights == matrix.weights)
      #expect(read.groupOffsets == matrix.groupOffsets)
      for feature in matrix.featureNames.indices {
        let (found, expected) = (read.features[row: feature], matrix.features[row: feature])
        for (a, b) in zip(found, expected) { #expect(a.isNaN ? b.isNaN : a.bitPattern == b.bitPattern) }
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
    }
  }

  @Test func catBoostReadsThePool() throws {
    try TemporaryFolder.with { url in
      let folder = url.path
      let matrix = mixed()
      let writer = PoolWriter(matrix)
      try writer.write(to: folder + "/pool.tsv")
      try writer.description.text.write(toFile: folder + "/pool.cd", atomically: true, encoding: .utf8)
      let script = """
        import sys, catboost
        pool = catboost.Pool(sys.argv[1] + '/pool.tsv', column_description=sys.argv[1] + '/pool.cd', has_header=True)
        assert pool.get_feature_names() == ['number 0', 'word', 'number 1', 'number 2'], pool.get_feature_names()
        assert pool.shape == (6, 4) and pool.get_cat_feature_indices() == [1]
        assert list(pool.get_label()) == ['0', '1', '0', '1', '0', '1'], pool.get_label()
        assert [round(w, 3) for w in pool.get_weight()] == [1, 2, 0.5, 1, 1, 1]
        """
      try Python.run(script, [folder])
    }
  }

  @Test(arguments: [
    ("label\tx\n1\t2\n", "0\tLabel\n0\tNum\n", "pool.cd:2: column 0 is described twice"),
    ("label\tx\n1\t2\n", "0\tBaseline\n", "pool.cd:1: column type \"Baseline\" is not supported"),
    ("label\tx\n1\t2\n", "1\tNum\n", "pool.cd: expected one Label column"),
    ("label\tx\n1\t2\n", "0\tLabel\n7\tNum\n", "pool.tsv:1: the description has column 7, the table has 2"),
    ("label\tx\n1\t2\n1\ttwo\n", "0\tLabel\n", "pool.tsv:3: x: \"two\" is no number"),
    ("label\tx\n1\t2\n1\n", "0\tLabel\n", "pool.tsv:3: expected 2 columns"),
    ("label\tx\n1\t2\t3\n", "0\tLabel\n", "pool.tsv:2: expected 2 columns"),
    ("label\tx\nnan\t2\n", "0\tLabel\n", "pool.tsv:2: label is nan, allowed are numbers from 0"),
    ("label\tx\n", "0\tLabel\n", "pool.tsv: no rows"),
    ("label\n1\n", "0\tLabel\n", "pool.tsv: no feature columns"),
    (
      "label\tg\tx\n1\ta\t1\n1\tb\t1\n1\ta\t1\n", "0\tLabel\n1\tGroupId\n",
      "pool.tsv:4: the rows of group \"a\" do not follow each other"
    ),
  ])
  func namesWhatIsWrong(table: String, columns: String, message: String) throws {
    try TemporaryFolder.with { url in
      let folder = url.path
      try table.write(toFile: folder + "/pool.tsv", atomically: true, encoding: .utf8)
      try columns.write(toFile: folder + "/pool.cd", atomically: true, encoding: .utf8)
      let error = #expect(throws: PoolError.self) {
        try PoolReader(folder + "/pool.tsv", ColumnDescription(contentsOf: folder + "/pool.cd")).read()
      }
      #expect(error.map { $0.description == "\(folder)/\(message)" } ?? false, "\(String(describing: error))")
    }
  }

  private func mixed() -> TrainingMatrix {
    let values: [Float] =
      [0.1, .nan, -3e-30, 1e38, -0.0, 7] + [1, 2, 3, 4, 5, 6] + [
        .infinity, -.infinity, 0, 1 / 3, 16_777_216, 2,
      ]
    return TrainingMatrix(
      featureNames: ["number 0", "number 1", "number 2"], features: Matrix(rows: 3, columns: 6, values),
      categories: [
        CategoricalColumn(
          name: "word", flatIndex: 1, codes: [0, 1, 0, 2, 1, 0], values: ["drama", "film noir", ""])
      ], labels: [0, 1, 0, 1, 0, 1], weights: [1, 2, 0.5, 1, 1, 1], groupOffsets: [0, 2, 6])
  }
}
