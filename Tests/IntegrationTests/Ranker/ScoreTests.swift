import Foundation
import TestSupport
import Testing

/// `rankctl score` with tables and models as they come.
@Suite struct ScoreTests {
  /// Features 1, 2 of four were erased; the last one has no name.
  private static let model = """
    {"features_info":{"float_features":[
      {"feature_index":0,"flat_feature_index":0,"feature_id":"a","borders":[0.5]},
      {"feature_index":3,"flat_feature_index":3,"feature_id":"","borders":[1]}]},
     "oblivious_trees":[{"splits":[
       {"float_feature_index":0,"border":0.5,"split_index":0,"split_type":"FloatFeature"},
       {"float_feature_index":3,"border":1,"split_index":1,"split_type":"FloatFeature"}],
       "leaf_values":[0,1,10,11],"leaf_weights":[1,1,1,1]}]}
    """
  private static let single = """
    {"features_info":{"float_features":[{"feature_index":0,"flat_feature_index":0,"feature_id":"a","borders":[0.5]}]},
     "oblivious_trees":[{"splits":[
       {"float_feature_index":0,"border":0.5,"split_index":0,"split_type":"FloatFeature"}],
       "leaf_values":[2,3],"leaf_weights":[1,1]}]}
    """

  private func score(_ model: String, _ table: String) async throws -> ForeignProcess.Output {
    try await TemporaryFolder.with { folder in
      let (file, rows) = (folder.appending(path: "model.json"), folder.appending(path: "rows.tsv"))
      try Data(model.utf8).write(to: file)
      try Data(table.utf8).write(to: rows)
      return try await Rankctl.run(["score", "--ranker", file.path, "--features", rows.path])
    }
  }

  @Test(arguments: ["\n", "\r\n"])
  func featuresWithGapsAndAnyLineEnds(end: String) async throws {
    let rows = ["3\ta\tother", "2\t1\tx", "0\t1\t", "nan\t\ty", "2\t0\tz"]
    for last in ["", end] {
      let output = try await score(Self.model, rows.joined(separator: end) + last)
      #expect(output.status == 0 && output.text == "11\n1\n0\n10\n", "\(output.text)")
    }
  }

  /// In a table of one column an empty line is a row whose number is missing.
  @Test func emptyLinesAreRows() async throws {
    let output = try await score(Self.single, "a\n1\n\n0\n\n")
    #expect(output.status == 0 && output.text == "3\n2\n2\n2\n", "\(output.text)")
    let narrow = try await score(Self.model, "3\ta\n2\t1\n\n")
    #expect(narrow.status != 0 && narrow.text.contains("rows.tsv:3: 1 columns, the header has 2"))
  }

  @Test func namesWhatIsWrong() async throws {
    let missing = try await score(Self.model, "a\tb\n1\t2\n")
    #expect(missing.status != 0 && missing.text.contains("no column named 3"))
    let word = try await score(Self.single, "a\r\n1\r\nmany\r\n")
    #expect(word.status != 0 && word.text.contains("rows.tsv:3: \"many\" is no number"), "\(word.text)")
  }
}
