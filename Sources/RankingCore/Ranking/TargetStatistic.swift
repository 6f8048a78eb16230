/// A numeric input that CatBoost computes from categories ("online CTR").
package struct TargetStatistic: Sendable, Hashable {
  package enum Kind: String, Sendable, Hashable, Codable {
    case borders = "Borders"
    case buckets = "Buckets"
    case binarizedTargetMeanValue = "BinarizedTargetMeanValue"
    case floatTargetMeanValue = "FloatTargetMeanValue"
    case counter = "Counter"
    case featureFreq = "FeatureFreq"
  }

  /// A part of the combination that is hashed.
  package enum Element: Sendable, Hashable {
    case category(feature: Int)
    case float(feature: Int, border: Float)
    case oneHot(feature: Int, value: Int32)
  }

  /// What training counted for each hashed combination.
  package struct Table: Sendable, Hashable {
    /// From the hash of a combination to its first index in `counts`.
    package var index: [UInt64: Int]
    /// `stride` numbers a combination.
    package var counts: [Double]
    package var stride: Int
    /// Of Counter and FeatureFreq.
    package var denominator: Int

    package init(index: [UInt64: Int], counts: [Double], stride: Int, denominator: Int) {
      self.index = index
      self.counts = counts
      self.stride = stride
      self.denominator = denominator
    }
  }

  package var kind: Kind
  package var elements: [Element]
  package var targetBorder: Int
  package var priorNumerator: Float
  package var priorDenominator: Float
  package var shift: Float
  package var scale: Float
  package var borders: [Float]
  /// The table's name in the file.
  package var identifier: String
  package var table: Table

  package init(
    kind: Kind, elements: [Element], targetBorder: Int, priorNumerator: Float, priorDenominator: Float,
    shift: Float, scale: Float, borders: [Float], identifier: String, table: Table
  ) {
    self.kind = kind
    self.elements = elements
    self.targetBorder = targetBorder
    self.priorNumerator = priorNumerator
    self.priorDenominator = priorDenominator
    self.shift = shift
    self.scale = scale
    self.borders = borders
    self.identifier = identifier
    self.table = table
  }
}
