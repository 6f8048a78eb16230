/// CatBoost's JSON model as it lies in the file (catboost/libs/model/model_export/json_model_helpers.cpp);
/// unknown keys are ignored, parts that are not served are noticed and refused by name.
struct CatBoostDocument: Decodable {
  var features: Features
  var symmetric: [SymmetricTree]?
  var nested: [Node]?
  var scaleAndBias: ScaleAndBias?
  var tables: [String: Table]?

  enum CodingKeys: String, CodingKey {
    case features = "features_info"
    case symmetric = "oblivious_trees"
    case nested = "trees"
    case scaleAndBias = "scale_and_bias"
    case tables = "ctr_data"
  }

  struct Features: Decodable {
    var floats: [Float]?
    var categorical: [Categorical]?
    var statistics: [Statistic]?
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

  struct Statistic: Decodable {
    var ctr_type: TargetStatistic.Kind
    var elements: [Element]
    var identifier: String
    var borders: [Double]
    var target_border_idx: Int?
    var prior_numerator: Double
    var prior_denomerator: Double
    var shift: Double
    var scale: Double
  }

  struct Element: Decodable {
    var combination_element: String
    var cat_feature_index: Int?
    var float_feature_index: Int?
    var border: Double?
    var value: Int32?
  }

  /// Counts by hash: in the file a flat array of a hash, as decimal digits in a string, and `hash_stride` - 1
  /// counts, again and again.
  struct Table: Decodable {
    var hashes: [UInt64] = []
    /// [hashes][stride]
    var counts: [Double] = []
    var stride: Int
    var counterDenominator: Int?

    enum CodingKeys: String, CodingKey {
      case cells = "hash_map"
      case stride = "hash_stride"
      case counterDenominator = "counter_denominator"
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      let width = try container.decode(Int.self, forKey: .stride)
      counterDenominator = try container.decodeIfPresent(Int.self, forKey: .counterDenominator)
      guard width > 1, width <= 1 << 16 else {
        throw DecodingError.dataCorruptedError(
          forKey: .stride, in: container, debugDescription: "a table has a stride of \(width)")
      }
      stride = width - 1
      var cells = try container.nestedUnkeyedContainer(forKey: .cells)
      while !cells.isAtEnd {
        guard let hash = UInt64(try cells.decode(String.self)) else {
          throw DecodingError.dataCorruptedError(in: cells, debugDescription: "not a 64-bit hash")
        }
        hashes.append(hash)
        for _ in 0..<stride { counts.append(try cells.decode(Double.self)) }
      }
    }
  }

  struct Ignored: Decodable {
    init(from decoder: any Decoder) {}
  }
}
