extension RankerModel {
  /// The model as CatBoost's JSON: its Python package loads it (`load_model(…, format="json")`) and scores
  /// equal. Borders that no tree uses are left out, as CatBoost itself does.
  package func catBoostJSON() -> [UInt8] {
    var writer = JSONWriter()
    writer.object {
      if !targetStatistics.isEmpty { $0.key("ctr_data") { writeTables(&$0) } }
      $0.key("features_info") { writeFeatures(&$0) }
      $0.key("model_info") { $0.object { $0.key("trained_by") { $0.string("rankctl") } } }
      $0.key(isSymmetric ? "oblivious_trees" : "trees") { writer in
        let indexes = splitIndexes
        writer.array(trees) { write($1, indexes, &$0) }
      }
      $0.key("scale_and_bias") {
        $0.array([0, 1]) { $1 == 0 ? $0.number(scale) : $0.array(bias) { $0.number($1) } }
      }
    }
    return writer.bytes
  }

  /// Whether all trees are symmetric; a file holds one sort only.
  package var isSymmetric: Bool {
    trees.allSatisfy { if case .symmetric = $0.shape { true } else { false } }
  }

  /// Position of each condition in CatBoost's list of all.
  private var splitIndexes: [RankerTree.Condition: Int] {
    Dictionary(
      conditions.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  private func writeFeatures(_ writer: inout JSONWriter) {
    writer.object {
      if !categoricalFeatures.isEmpty {
        $0.key("categorical_features") {
          $0.array(Array(categoricalFeatures.enumerated())) { write($1.offset, $1.element, &$0) }
        }
      }
      if !targetStatistics.isEmpty {
        $0.key("ctrs") { $0.array(targetStatistics) { $1.write(to: &$0) } }
      }
      $0.key("float_features") {
        $0.array(Array(floatFeatures.enumerated())) { write($1.offset, $1.element, &$0) }
      }
    }
  }

  private func writeTables(_ writer: inout JSONWriter) {
    let tables = Dictionary(
      targetStatistics.map { ($0.identifier, $0.table) }, uniquingKeysWith: { first, _ in first })
    writer.object {
      for (identifier, table) in tables.sorted(by: { $0.key < $1.key }) {
        $0.key(identifier) { table.write(to: &$0) }
      }
    }
  }

  private func write(_ index: Int, _ feature: CategoricalFeature, _ writer: inout JSONWriter) {
    writer.object {
      $0.key("feature_id") { $0.string(feature.name) }
      $0.key("feature_index") { $0.integer(index) }
      $0.key("flat_feature_index") { $0.integer(feature.flatIndex) }
      if !feature.oneHotValues.isEmpty {
        $0.key("values") { $0.array(feature.oneHotValues) { $0.integer(Int($1)) } }
      }
    }
  }

  private func write(_ index: Int, _ feature: FloatFeature, _ writer: inout JSONWriter) {
    writer.object {
      $0.key("borders") { $0.array(feature.borders) { $0.border($1) } }
      $0.key("feature_id") { $0.string(feature.name) }
      $0.key("feature_index") { $0.integer(index) }
      $0.key("flat_feature_index") { $0.integer(feature.flatIndex) }
      $0.key("has_nans") { $0.boolean(feature.hasNaNs) }
      $0.key("nan_value_treatment") { $0.string(feature.nanTreatment.rawValue) }
    }
  }

  private func write(
    _ tree: RankerTree, _ indexes: [RankerTree.Condition: Int], _ writer: inout JSONWriter
  ) {
    switch tree.shape {
    case .symmetric(let conditions):
      writer.object {
        $0.key("leaf_values") { $0.array(tree.leafValues) { $0.number($1) } }
        if !tree.leafWeights.isEmpty {
          $0.key("leaf_weights") { $0.array(tree.leafWeights) { $0.number($1) } }
        }
        $0.key("splits") { $0.array(conditions) { write($1, indexes, &$0) } }
      }
    case .branching(let branches):
      writeNode(branches.isEmpty ? -1 : 0, of: tree, branches, indexes, &writer)
    }
  }

  private func writeNode(
    _ node: Int32, of tree: RankerTree, _ branches: [RankerTree.Branch],
    _ indexes: [RankerTree.Condition: Int], _ writer: inout JSONWriter
  ) {
    writer.object {
      if node >= 0 {
        let branch = branches[Int(node)]
        $0.key("left") { writeNode(branch.left, of: tree, branches, indexes, &$0) }
        $0.key("right") { writeNode(branch.right, of: tree, branches, indexes, &$0) }
        $0.key("split") { write(branch.condition, indexes, &$0) }
      } else {
        let leaf = Int(~node)
        let values = Array(tree.leafValues[leaf * dimension..<(leaf + 1) * dimension])
        $0.key("value") { dimension == 1 ? $0.number(values[0]) : $0.array(values) { $0.number($1) } }
        $0.key("weight") { $0.number(tree.leafWeights.isEmpty ? 0 : tree.leafWeights[leaf]) }
      }
    }
  }

  private func write(
    _ condition: RankerTree.Condition, _ indexes: [RankerTree.Condition: Int], _ writer: inout JSONWriter
  ) {
    writer.object {
      switch condition {
      case .float(let feature, let border):
        $0.key("border") { $0.border(border) }
        $0.key("float_feature_index") { $0.integer(feature) }
      case .oneHot(let feature, let value):
        $0.key("cat_feature_index") { $0.integer(feature) }
        $0.key("value") { $0.integer(Int(value)) }
      case .target(let statistic, let border):
        $0.key("border") { $0.border(border) }
        $0.key("ctr_target_border_idx") { $0.integer(targetStatistics[statistic].targetBorder) }
      }
      $0.key("split_index") { $0.integer(indexes[condition] ?? 0) }
      $0.key("split_type") { $0.string(condition.splitType) }
    }
  }
}

extension RankerTree.Condition {
  /// CatBoost's name.
  var splitType: String {
    switch self {
    case .float: "FloatFeature"
    case .oneHot: "OneHotFeature"
    case .target: "OnlineCtr"
    }
  }
}
