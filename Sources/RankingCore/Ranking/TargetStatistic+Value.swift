extension TargetStatistic {
  /// The statistic of one row, in CatBoost's float32 arithmetic.
  func value(of row: RowInputs) -> Float { value(of: Self.hash(elements, of: row)) }

  /// The statistic of the combination with this key; an unknown one has no counts.
  package func value(of key: UInt64) -> Float {
    let at = table.index[key]
    return value(counts: at.map { table.counts[$0..<$0 + table.stride] } ?? [])
  }

  /// The statistic that `counts`, a row of a table like this one's, give.
  package func value(counts: ArraySlice<Double>) -> Float {
    switch kind {
    case .counter, .featureFreq:
      return value(counts.first ?? 0, Double(table.denominator))
    case .binarizedTargetMeanValue, .floatTargetMeanValue:
      return value(counts.first ?? 0, counts.dropFirst().first ?? 0)
    case .buckets:
      return value(counts.dropFirst(targetBorder).first ?? 0, counts.reduce(0, +))
    case .borders:
      // With two classes CatBoost takes the second, whatever the index of the target's border says.
      let above = table.stride > 2 ? counts.dropFirst(targetBorder + 1) : counts.dropFirst()
      return value(above.reduce(0, +), counts.reduce(0, +))
    }
  }

  private func value(_ numerator: Double, _ denominator: Double) -> Float {
    let ratio = (Float(numerator) + priorNumerator) / (Float(denominator) + priorDenominator)
    return (ratio + shift) * scale
  }

  private static let multiplier: UInt64 = 0x4906_ba49_4954_cb65

  /// Key of a combination of categories alone, given by their hashes in order.
  package static func key(of hashes: [UInt32]) -> UInt64 {
    hashes.reduce(0) { key, hash in
      multiplier &* (key &+ multiplier &* UInt64(bitPattern: Int64(Int32(bitPattern: hash))))
    }
  }

  /// What stands for a category in keys and one-hot conditions.
  package static func hash(of category: String) -> UInt32 { CityHash.categoryHash(Array(category.utf8)) }

  /// Key of a combination in the table.
  private static func hash(_ elements: [Element], of row: RowInputs) -> UInt64 {
    elements.reduce(0) { hash, element in
      let value: UInt64 =
        switch element {
        case .category(let feature):
          UInt64(bitPattern: Int64(Int32(bitPattern: row.hashes[feature])))
        case .float(let feature, let border): row.isAbove(feature, border) ? 1 : 0
        case .oneHot(let feature, let value): Int32(bitPattern: row.hashes[feature]) == value ? 1 : 0
        }
      return multiplier &* (hash &+ multiplier &* value)
    }
  }
}
