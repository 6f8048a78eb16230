extension RankerModel {
  /// The file's `ctrs` with their tables.
  static func targetStatistics(
    _ document: CatBoostDocument, _ places: FeaturePlaces
  ) throws(RankerModelError) -> [TargetStatistic] {
    let statistics = document.features.statistics ?? []
    let names = Set(statistics.map(\.identifier))
    var tables: [String: TargetStatistic.Table] = [:]
    for (name, table) in document.tables ?? [:] where names.contains(name) {
      tables[name] = TargetStatistic.Table(table)
    }
    return try statistics.map { statistic throws(RankerModelError) in
      guard let table = tables[statistic.identifier] else {
        throw RankerModelError(.malformed, "ctr_data has no table \(statistic.identifier)")
      }
      let elements = try statistic.elements.map { element throws(RankerModelError) in
        try TargetStatistic.Element(element, places)
      }
      return TargetStatistic(
        kind: statistic.ctr_type, elements: elements,
        targetBorder: statistic.target_border_idx ?? 0, priorNumerator: Float(statistic.prior_numerator),
        priorDenominator: Float(statistic.prior_denomerator), shift: Float(statistic.shift),
        scale: Float(statistic.scale), borders: statistic.borders.map { Float($0) },
        // The file's own counts features by its numbers, ours by place.
        identifier: TargetStatistic.identifier(elements, statistic.ctr_type), table: table)
    }
  }
}

extension TargetStatistic.Element {
  init(_ element: CatBoostDocument.Element, _ places: FeaturePlaces) throws(RankerModelError) {
    switch (element.combination_element, element.cat_feature_index, element.float_feature_index) {
    case ("cat_feature_value", let feature?, _):
      self = .category(feature: try places.category(feature))
    case ("cat_feature_exact_value", let feature?, _):
      guard let value = element.value else { fallthrough }
      self = .oneHot(feature: try places.category(feature), value: value)
    case ("float_feature", _, let feature?):
      guard let border = element.border else { fallthrough }
      self = .float(feature: try places.float(feature), border: Float(border))
    default:
      throw RankerModelError(.malformed, "unknown or incomplete element \"\(element.combination_element)\"")
    }
  }

  func write(to writer: inout JSONWriter) {
    writer.object {
      switch self {
      case .category(let feature):
        $0.key("cat_feature_index") { $0.integer(feature) }
        $0.key("combination_element") { $0.string("cat_feature_value") }
      case .float(let feature, let border):
        $0.key("border") { $0.border(border) }
        $0.key("combination_element") { $0.string("float_feature") }
        $0.key("float_feature_index") { $0.integer(feature) }
      case .oneHot(let feature, let value):
        $0.key("cat_feature_index") { $0.integer(feature) }
        $0.key("combination_element") { $0.string("cat_feature_exact_value") }
        $0.key("value") { $0.integer(Int(value)) }
      }
    }
  }
}

extension TargetStatistic.Table {
  init(_ table: CatBoostDocument.Table) {
    self.init(
      index: Dictionary(
        table.hashes.enumerated().map { ($0.element, $0.offset * table.stride) },
        uniquingKeysWith: { _, last in last }),
      counts: table.counts, stride: table.stride, denominator: table.counterDenominator ?? 0)
  }

  func write(to writer: inout JSONWriter) {
    writer.object {
      $0.key("counter_denominator") { $0.integer(denominator) }
      $0.key("hash_map") {
        let cells = index.sorted { $0.value < $1.value }.flatMap { hash, at in
          [Cell.hash(hash)] + counts[at..<at + stride].map { Cell.count($0) }
        }
        $0.array(cells) { $1.write(to: &$0) }
      }
      $0.key("hash_stride") { $0.integer(stride + 1) }
    }
  }

  private enum Cell {
    case hash(UInt64)
    case count(Double)

    func write(to writer: inout JSONWriter) {
      switch self {
      case .hash(let hash): writer.string(String(hash))
      case .count(let count):
        if let integer = Int(exactly: count) { writer.integer(integer) } else { writer.number(count) }
      }
    }
  }
}

extension TargetStatistic {
  func write(to writer: inout JSONWriter) {
    writer.object {
      $0.key("borders") { $0.array(borders) { $0.border($1) } }
      $0.key("ctr_type") { $0.string(kind.rawValue) }
      $0.key("elements") { $0.array(elements) { $1.write(to: &$0) } }
      $0.key("identifier") { $0.string(identifier) }
      $0.key("prior_denomerator") { $0.number(Double(priorDenominator)) }
      $0.key("prior_numerator") { $0.number(Double(priorNumerator)) }
      $0.key("scale") { $0.number(Double(scale)) }
      $0.key("shift") { $0.number(Double(shift)) }
      $0.key("target_border_idx") { $0.integer(targetBorder) }
    }
  }

  /// The name that a table of `elements` and `kind` has in a JSON file.
  package static func identifier(_ elements: [Element], _ kind: Kind) -> String {
    var writer = JSONWriter()
    writer.object {
      $0.key("identifier") { $0.array(elements) { $1.write(to: &$0) } }
      $0.key("type") { $0.string(kind.rawValue) }
    }
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
