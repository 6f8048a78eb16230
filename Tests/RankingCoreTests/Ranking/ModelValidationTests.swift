import RankingCore
import Testing

/// What a model file must keep to, and what becomes of gaps among its features.
@Suite struct ModelValidationTests {
  @Test(arguments: [
    (#"[{"feature_index":0,"flat_feature_index":3},{"feature_index":1,"flat_feature_index":2}]"#, "order"),
    (#"[{"feature_index":1,"flat_feature_index":1},{"feature_index":1,"flat_feature_index":2}]"#, "number 1"),
    (#"[{"feature_index":0,"flat_feature_index":1048576}]"#, "out of range"),
    (#"[{"feature_index":0,"flat_feature_index":0,"borders":[1,1]}]"#, "do not ascend"),
  ])
  func refusesFeatures(floats: String, named: String) throws {
    let text = #"{"features_info":{"float_features":\#(floats)},"oblivious_trees":[]}"#
    let error = #expect(throws: RankerModelError.self) { try RankerModel(catBoostJSON: Array(text.utf8)) }
    #expect(error?.message.contains(named) ?? false, "\(error as Any)")
  }

  /// A one-hot value, a border: found by fuzzing, where the explanation had no place for it.
  @Test(arguments: [
    #"{"cat_feature_index":0,"split_index":0,"split_type":"OneHotFeature","value":8}"#,
    #"{"float_feature_index":0,"border":2,"split_index":0,"split_type":"FloatFeature"}"#,
  ])
  func refusesConditionsThatNoFeatureDeclares(split: String) throws {
    let text = """
      {"features_info":{
        "categorical_features":[{"feature_index":0,"flat_feature_index":0,"values":[7]}],
        "float_features":[{"feature_index":0,"flat_feature_index":1,"borders":[1]}]},
       "oblivious_trees":[{"splits":[\(split)],"leaf_values":[0,1],"leaf_weights":[1,1]}]}
      """
    let error = #expect(throws: RankerModelError.self) { try RankerModel(catBoostJSON: Array(text.utf8)) }
    #expect(error?.message.contains("tree 0 splits by") ?? false, "\(error as Any)")
    let declared = text.replacing("\"value\":8", with: "\"value\":7").replacing(
      "\"border\":2", with: "\"border\":1")
    #expect(try RankerModel(catBoostJSON: Array(declared.utf8)).trees.count == 1)
  }

  /// Numbers that JSON cannot hold are refused before anything is written.
  @Test func refusesWhatIsNotFinite() throws {
    for value in [Double.nan, .infinity, -.infinity] {
      var file = HandMadeModel()
      file.values = [value, 1]
      let error = #expect(throws: RankerModelError.self) { try RankerModel(cbm: file.cbm) }
      #expect(error?.message == "a leaf value of tree 0 is \(value)")
    }
  }

  @Test func infiniteBordersAreWrittenAndReadBack() throws {
    var file = HandMadeModel()
    file.borders = [-.infinity, 0.5, .infinity]
    let model = try RankerModel(cbm: file.cbm)
    let again = try RankerModel(catBoostJSON: model.catBoostJSON())
    #expect(again.floatFeatures == model.floatFeatures && again.floatFeatures[0].borders == file.borders)
  }

  /// Features 1, 2 and 4 of five were erased.
  @Test func gapsLeavePlaces() throws {
    let text = """
      {"features_info":{"float_features":[
        {"feature_index":0,"flat_feature_index":0,"feature_id":"a","borders":[0]},
        {"feature_index":3,"flat_feature_index":3,"feature_id":"","borders":[1,2]}]},
       "oblivious_trees":[{"splits":[
         {"float_feature_index":3,"border":2,"split_index":2,"split_type":"FloatFeature"},
         {"float_feature_index":0,"border":0,"split_index":0,"split_type":"FloatFeature"}],
         "leaf_values":[0,1,10,11],"leaf_weights":[1,1,1,1]}]}
      """
    let model = try RankerModel(catBoostJSON: Array(text.utf8))
    #expect(model.featureNames == ["a", "3"])
    #expect(
      try ReferenceScorer(model).score(row: [1, 0]) == [10]
        && ReferenceScorer(model).score(row: [0, 3]) == [1])
    let shares = try model.predictionValuesChange()
    #expect(shares.count == 2 && shares[0] > 90 && shares[1] > 0)
    let parts = try TreeShap(model).contributions(row: [1, 3])
    for (found, expected) in zip(parts.features.joined() + parts.base, [5, 0.5, 5.5]) {
      #expect(abs(found - expected) < 1e-9, "\(parts)")
    }
    #expect(try RankerModel(catBoostJSON: model.catBoostJSON()).trees == model.trees)
    #expect(throws: RankerModelError.self) {
      try RankerModel(
        catBoostJSON: Array(text.replacing("_index\":3,\"border", with: "_index\":1,\"border").utf8))
    }
  }
}
