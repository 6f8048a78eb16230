/// CatBoost's JSON model as it lies in the file (catboost/libs/model/model_export/json_model_helpers.cpp);
/// unknown keys are ignored, parts that are not served are noticed and refused by name.
struct CatBoostDocument: Decodable {
  var features: Features
  var symmetric: [SymmetricTree]?
  var nested: [Node]?
  var scaleAndBias: ScaleAndBias?

  enum CodingKeys: String, CodingKey {
    case features = "features_info"
    case symmetric = "oblivious_trees"
    case nested = "trees"
    case scaleAndBias = "scale_and_bias"
  }

  struct Features: Decodable {
    var floats: [Float]?
    var categorical: [Categorical]?
    var statistics: [Ignored]?
    var texts: [Ignored]?
    var embeddings: [Ignored]?

    enum CodingKeys: String, CodingKey {
      case floats = "float_features"
      case categorical = "categorical_features"
      case statistics = "ctrs"
      case texts = "text_features"
      case embeddings = "embedding_features"
    }
  }

  struct Float: Decodable {
    var feature_index: Int
    var flat_feature_index: Int
    var feature_id: String?
    var feature_name: String?
    var has_nans: Bool?
    var nan_value_treatment: RankerModel.NaNTreatment?
    var borders: [Double]?
  }

  struct Categorical: Decodable {
    var feature_index: Int
    var flat_feature_index: Int
    var feature_id: String?
    var feature_name: String?
    var values: [Int32]?
  }

  struct Split: Decodable {
    var split_type: String?
    var split_index: Int?
    var float_feature_index: Int?
    var border: Double?
    var cat_feature_index: Int?
    var value: Int32?
  }

  struct SymmetricTree: Decodable {
    var splits: [Split]?
    var leaf_values: [Double]
    var leaf_weights: [Double]?
  }

  /// A node of a Depthwise or Lossguide tree: a split with two children, or a leaf.
  final class Node: Decodable {
    let split: Split?
    let left: Node?
    let right: Node?
    let value: OneOrMany?
    let weight: Double?
  }

  enum OneOrMany: Decodable {
    case one(Double)
    case many([Double])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let one = try? container.decode(Double.self) {
        self = .one(one)
      } else {
        self = .many(try container.decode([Double].self))
      }
    }

    var values: [Double] {
      switch self {
      case .one(let value): [value]
      case .many(let values): values
      }
    }
  }

  /// `[scale, bias]`, the bias one number in old files and one a dimension in new ones.
  struct ScaleAndBias: Decodable {
    var scale: Double
    var bias: [Double]

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      scale = try container.decode(Double.self)
      bias = try container.decode(OneOrMany.self).values
    }
  }

  struct Ignored: Decodable {
    init(from decoder: any Decoder) {}
  }
}
