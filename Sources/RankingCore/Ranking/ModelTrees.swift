/// The FlatBuffer `TModelTrees` of a binary model; fields are called by their number in the schema.
struct ModelTrees {
  let table: FlatTable

  init(_ table: FlatTable) throws(RankerModelError) {
    self.table = table
    if !(try table.tables(12)).isEmpty { throw .unsupported(part: "text features") }
    if !(try table.tables(13)).isEmpty { throw .unsupported(part: "estimated features") }
    if !(try table.tables(18)).isEmpty { throw .unsupported(part: "embedding features") }
  }

  func dimension() throws(RankerModelError) -> Int {
    let dimension = Int(try table.value(0, default: Int32(0)))
    guard dimension > 0, dimension <= 1 << 20 else {
      throw RankerModelError(.malformed, "the model has \(dimension) outputs")
    }
    return dimension
  }

  func floatFeatures() throws(RankerModelError) -> [RankerModel.FloatFeature] {
    var result: [RankerModel.FloatFeature] = []
    for feature in try table.tables(5) {
      try Self.check(index: feature.value(1, default: Int32(-1)), is: result.count)
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

  func categoricalFeatures() throws(RankerModelError) -> [RankerModel.CategoricalFeature] {
    var result: [RankerModel.CategoricalFeature] = []
    for feature in try table.tables(4) {
      try Self.check(index: feature.value(0, default: Int32(-1)), is: result.count)
      result.append(
        RankerModel.CategoricalFeature(
          name: try feature.string(2), flatIndex: Int(try feature.value(1, default: Int32(-1)))))
    }
    var last = -1
    for oneHot in try table.tables(6) {
      let index = Int(try oneHot.value(0, default: Int32(-1)))
      // Ascending, because conditions are counted in the order of this list.
      guard result.indices.contains(index), index > last else {
        throw RankerModelError(.malformed, "one-hot values of unknown feature \(index)")
      }
      result[index].oneHotValues = try oneHot.elements(1, Int32.self)
      last = index
    }
    return result
  }

  private static func check(index: Int32, is position: Int) throws(RankerModelError) {
    guard Int(index) == position else {
      throw RankerModelError(.malformed, "feature \(position) has index \(index)")
    }
  }

  func targetStatistics(
    _ tables: [String: TargetStatistic.Table]
  ) throws(RankerModelError) -> [TargetStatistic] {
    var result: [TargetStatistic] = []
    for feature in try table.tables(7) {
      guard let ctr = try feature.table(0), let base = try ctr.table(0) else {
        throw RankerModelError(.malformed, "a target statistic lacks its definition")
      }
      let (kind, elements) = try TargetStatistic.base(base)
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
  static func base(_ base: FlatTable) throws(RankerModelError) -> (Kind, [Element]) {
    let kinds: [Kind] = [
      .borders, .buckets, .binarizedTargetMeanValue, .floatTargetMeanValue, .counter, .featureFreq,
    ]
    let kind = Int(try base.value(1, default: UInt8(0)))
    guard kinds.indices.contains(kind), let combination = try base.table(0) else {
      throw RankerModelError(.malformed, "a target statistic has type \(kind)")
    }
    var elements = try combination.elements(0, Int32.self).map { Element.category(feature: Int($0)) }
    for pair in try combination.elements(1, UInt64.self) {
      elements.append(
        .float(feature: Int(Int32(truncatingIfNeeded: pair)), border: Float(bitPattern: UInt32(pair >> 32))))
    }
    for pair in try combination.elements(2, UInt64.self) {
      elements.append(
        .oneHot(feature: Int(Int32(truncatingIfNeeded: pair)), value: Int32(truncatingIfNeeded: pair >> 32)))
    }
    return (kinds[kind], elements)
  }

  /// `TCtrValueTable`: buckets of 12 bytes (hash, index), and the counts that the indexes point to.
  static func table(_ file: FlatTable) throws(RankerModelError) -> (identifier: String, Table) {
    guard let base = try file.table(0) else {
      throw RankerModelError(.malformed, "a table lacks its definition")
    }
    let (kind, elements) = try Self.base(base)
    let isMean = kind == .binarizedTargetMeanValue || kind == .floatTargetMeanValue
    let isCounter = kind == .counter || kind == .featureFreq
    let stride = isMean ? 2 : isCounter ? 1 : Int(try file.value(4, default: Int32(0)))
    guard stride > 0, stride <= 1 << 16 else {
      throw RankerModelError(.malformed, "a table has \(stride) target classes")
    }
    var counts = try file.blob(2, as: Int32.self).map { Double($0) }
    if isMean {
      // Pairs of a float sum and an integer count.
      let floats = try file.blob(2, as: Float.self)
      for at in Swift.stride(from: 0, to: floats.count, by: 2) { counts[at] = Double(floats[at]) }
    }
    return (
      identifier(elements, kind),
      Table(
        index: try index(file, stride: stride), counts: counts, stride: stride,
        denominator: Int(try file.value(3, default: Int32(0))))
    )
  }

  private static func index(_ file: FlatTable, stride: Int) throws(RankerModelError) -> [UInt64: Int] {
    let words = try file.blob(1, as: Bucket.self)
    var index: [UInt64: Int] = [:]
    for bucket in words where bucket.hash != .max { index[bucket.hash] = Int(bucket.index) * stride }
    return index
  }

  /// 12 packed bytes.
  private struct Bucket: BitwiseCopyable {
    var low, high, index: UInt32
    var hash: UInt64 { UInt64(high) << 32 | UInt64(low) }
  }
}
