/// The FlatBuffer `TModelTrees` of a binary model; fields are called by their number in the schema.
struct ModelTrees {
  let table: FlatTable
  let floatFeatures: [RankerModel.FloatFeature]
  let categoricalFeatures: [RankerModel.CategoricalFeature]
  let places: FeaturePlaces

  init(_ table: FlatTable) throws(RankerModelError) {
    self.table = table
    if !(try table.tables(12)).isEmpty { throw .unsupported(part: "text features") }
    if !(try table.tables(18)).isEmpty { throw .unsupported(part: "embedding features") }
    if !(try table.tables(13)).isEmpty { throw .unsupported(part: "estimated features") }
    var places = FeaturePlaces()
    floatFeatures = try Self.floatFeatures(table, &places)
    categoricalFeatures = try Self.categoricalFeatures(table, &places)
    self.places = places
  }

  func dimension() throws(RankerModelError) -> Int {
    let dimension = Int(try table.value(0, default: Int32(0)))
    guard dimension > 0, dimension <= 1 << 20 else {
      throw RankerModelError(.malformed, "the model has \(dimension) outputs")
    }
    return dimension
  }

  private static func floatFeatures(
    _ table: FlatTable, _ places: inout FeaturePlaces
  ) throws(RankerModelError) -> [RankerModel.FloatFeature] {
    var result: [RankerModel.FloatFeature] = []
    for feature in try table.tables(5) {
      try places.addFloat(Int(feature.value(1, default: Int32(-1))))
      let treatment = try feature.value(5, default: UInt8(0))
      guard treatment < 3 else {
        throw RankerModelError(.malformed, "feature \(result.count) has NaN treatment \(treatment)")
      }
      result.append(
        RankerModel.FloatFeature(
          name: try feature.string(4), flatIndex: Int(try feature.value(2, default: Int32(-1))),
          hasNaNs: try feature.value(0, default: UInt8(0)) != 0,
          nanTreatment: [.asIs, .asFalse, .asTrue][Int(treatment)],
          borders: try feature.elements(3, Float.self)))
    }
    return result
  }

  private static func categoricalFeatures(
    _ table: FlatTable, _ places: inout FeaturePlaces
  ) throws(RankerModelError) -> [RankerModel.CategoricalFeature] {
    var result: [RankerModel.CategoricalFeature] = []
    for feature in try table.tables(4) {
      try places.addCategory(Int(feature.value(0, default: Int32(-1))))
      result.append(
        RankerModel.CategoricalFeature(
          name: try feature.string(2), flatIndex: Int(try feature.value(1, default: Int32(-1)))))
    }
    var last = -1
    for oneHot in try table.tables(6) {
      let place = try places.category(Int(oneHot.value(0, default: Int32(-1))))
      // Ascending, because conditions are counted in the order of this list.
      guard place > last else {
        throw RankerModelError(.malformed, "the one-hot values of feature \(place) are out of order")
      }
      result[place].oneHotValues = try oneHot.elements(1, Int32.self)
      last = place
    }
    return result
  }

  func targetStatistics(
    _ tables: [String: TargetStatistic.Table]
  ) throws(RankerModelError) -> [TargetStatistic] {
    var result: [TargetStatistic] = []
    for feature in try table.tables(7) {
      guard let ctr = try feature.table(0), let base = try ctr.table(0) else {
        throw RankerModelError(.malformed, "a target statistic lacks its definition")
      }
      let (kind, elements) = try TargetStatistic.base(base, places)
      let identifier = TargetStatistic.identifier(elements, kind)
      guard let table = tables[identifier] else {
        throw RankerModelError(.malformed, "there is no table \(identifier)")
      }
      result.append(
        TargetStatistic(
          kind: kind, elements: elements, targetBorder: Int(try ctr.value(1, default: Int32(0))),
          priorNumerator: try ctr.value(2, default: 0), priorDenominator: try ctr.value(3, default: 1),
          shift: try ctr.value(4, default: 0), scale: try ctr.value(5, default: 1),
          borders: try feature.elements(1, Float.self), identifier: identifier, table: table))
    }
    return result
  }
}

extension TargetStatistic {
  /// `TModelCtrBase`: what is counted, and for which combination.
  static func base(
    _ base: FlatTable, _ places: FeaturePlaces
  ) throws(RankerModelError) -> (Kind, [Element]) {
    let kinds: [Kind] = [
      .borders, .buckets, .binarizedTargetMeanValue, .floatTargetMeanValue, .counter, .featureFreq,
    ]
    let kind = Int(try base.value(1, default: UInt8(0)))
    guard kinds.indices.contains(kind), let combination = try base.table(0) else {
      throw RankerModelError(.malformed, "a target statistic has type \(kind)")
    }
    var elements: [Element] = []
    for feature in try combination.elements(0, Int32.self) {
      elements.append(.category(feature: try places.category(Int(feature))))
    }
    for pair in try combination.elements(1, UInt64.self) {
      let border = Float(bitPattern: UInt32(pair >> 32))
      guard !border.isNaN else {
        throw RankerModelError(.malformed, "a target statistic compares with NaN")
      }
      elements.append(
        .float(feature: try places.float(Int(Int32(truncatingIfNeeded: pair))), border: border))
    }
    for pair in try combination.elements(2, UInt64.self) {
      elements.append(
        .oneHot(
          feature: try places.category(Int(Int32(truncatingIfNeeded: pair))),
          value: Int32(truncatingIfNeeded: pair >> 32)))
    }
    return (kinds[kind], elements)
  }

  /// `TCtrValueTable`: buckets of 12 bytes (hash, index), and the counts that the indexes point to.
  static func table(
    _ file: FlatTable, _ places: FeaturePlaces
  ) throws(RankerModelError) -> (identifier: String, Table) {
    guard let base = try file.table(0) else {
      throw RankerModelError(.malformed, "a table lacks its definition")
    }
    let (kind, elements) = try Self.base(base, places)
    let isMean = kind == .binarizedTargetMeanValue || kind == .floatTargetMeanValue
    let isCounter = kind == .counter || kind == .featureFreq
    let stride = isMean ? 2 : isCounter ? 1 : Int(try file.value(4, default: Int32(0)))
    guard stride > 0, stride <= 1 << 16 else {
      throw RankerModelError(.malformed, "a table has \(stride) target classes")
    }
    // Mean values are pairs of a float sum and an integer count.
    let counts = try file.blob(2, as: UInt32.self).enumerated().map { place, bits in
      isMean && place % 2 == 0 ? Double(Float(bitPattern: bits)) : Double(Int32(bitPattern: bits))
    }
    let name = identifier(elements, kind)
    return (
      name,
      Table(
        index: try index(file, rows: counts.count / stride, stride: stride, of: name), counts: counts,
        stride: stride, denominator: Int(try file.value(3, default: Int32(0))))
    )
  }

  /// From hashes to places in the counts; each row of counts belongs to one hash.
  private static func index(
    _ file: FlatTable, rows: Int, stride: Int, of name: String
  ) throws(RankerModelError) -> [UInt64: Int] {
    var index: [UInt64: Int] = [:]
    var isTaken = [Bool](repeating: false, count: rows)
    for bucket in try file.blob(1, as: Bucket.self) where bucket.hash != .max {
      let row = Int(bucket.index)
      guard row < rows, !isTaken[row] else {
        throw RankerModelError(
          .malformed, "the table of statistic \(name) has a bucket of row \(row) of \(rows), or two")
      }
      isTaken[row] = true
      index[bucket.hash] = row * stride
    }
    return index
  }

  /// 12 packed bytes.
  private struct Bucket: BitwiseCopyable {
    var low, high, index: UInt32
    var hash: UInt64 { UInt64(high) << 32 | UInt64(low) }
  }
}
