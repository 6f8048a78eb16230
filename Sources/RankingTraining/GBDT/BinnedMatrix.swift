internal import RankingCore

/// Training rows as byte bins, column by column: numeric features first, then what became of categories.
struct BinnedMatrix {
  /// What a column of bins stands for.
  enum Source: Hashable {
    case float(feature: Int)
    case oneHot(feature: Int, value: Int32)
    case target(statistic: Int)
  }

  let rowCount: Int
  private(set) var sources: [Source]
  /// [columns]: ascending; the first is the lowest float where a feature has NaN (`nan_mode=Min`).
  private(set) var borders: [[Float]]
  /// [numeric features]
  let hasNaNs: [Bool]
  /// [variants][columns] of [rows] bins: target statistics differ by the order that rows were counted in.
  private(set) var variants: [[AlignedStorage<UInt8>]]
  /// What columns of target statistics refer to.
  private(set) var statistics: [TargetStatistic] = []

  /// Chooses borders on `matrix` and bins it.
  init(_ matrix: TrainingMatrix, _ configuration: GBDTConfiguration, _ parallel: ParallelLoop)
    throws(GBDTError)
  {
    var borders = [[Float]](repeating: [], count: matrix.featureCount)
    var hasNaNs = [Bool](repeating: false, count: matrix.featureCount)
    borders.withUnsafeMutableBufferPointer { borders in
      hasNaNs.withUnsafeMutableBufferPointer { hasNaNs in
        parallel(matrix.featureCount) { feature in
          let values = matrix.features[row: feature]
          hasNaNs[feature] = values.contains(where: \.isNaN)
          let chosen = BorderSelection.borders(of: values, limit: configuration.borders)
          let lowest = -Float.greatestFiniteMagnitude
          borders[feature] = hasNaNs[feature] ? [lowest] + chosen.filter { $0 > lowest } : chosen
        }
      }
    }
    try self.init(matrix, borders: borders, hasNaNs: hasNaNs, parallel)
    let (columns, statistics) = try CategoryEncoder(
      matrix: matrix, recipe: configuration.categories ?? .defaults, seed: configuration.seed
    ).encode()
    self.statistics = statistics
    let count = columns.map(\.variants.count).max() ?? 1
    variants = (0..<count).map { variant in
      variants[0] + columns.map { $0.variants[min(variant, $0.variants.count - 1)] }
    }
    sources += columns.map(\.source)
    self.borders += columns.map(\.borders)
  }

  /// Bins `matrix` the way that `training` was, its target statistics from the tables of all training rows.
  init(_ matrix: TrainingMatrix, like training: BinnedMatrix, _ parallel: ParallelLoop) throws(GBDTError) {
    try self.init(
      matrix, borders: Array(training.borders.prefix(matrix.featureCount)), hasNaNs: training.hasNaNs,
      parallel)
    for column in matrix.featureCount..<training.sources.count {
      variants[0].append(try Self.column(matrix, training, column))
    }
    sources = training.sources
    borders = training.borders
    statistics = training.statistics
  }

  private init(
    _ matrix: TrainingMatrix, borders: [[Float]], hasNaNs: [Bool], _ parallel: ParallelLoop
  ) throws(GBDTError) {
    var binners: [FeatureBinner] = []
    for feature in borders { binners.append(try Self.binner(feature)) }
    let columns = borders.map { _ in AlignedStorage<UInt8>(count: matrix.rowCount) }
    parallel(matrix.featureCount) { feature in
      binners[feature].bin(
        matrix.features[row: feature].baseAddress ?? matrix.features.base, count: matrix.rowCount,
        into: columns[feature].base)
    }
    rowCount = matrix.rowCount
    sources = borders.indices.map { .float(feature: $0) }
    self.borders = borders
    self.hasNaNs = hasNaNs
    variants = [columns]
  }

  private static func binner(_ borders: [Float]) throws(GBDTError) -> FeatureBinner {
    do {
      return try FeatureBinner(borders: borders, nanIsHighest: false)
    } catch {
      throw GBDTError(error.message)
    }
  }

  /// `values` as numbers of borders below them.
  static func bins(_ values: [Float], _ borders: [Float]) throws(GBDTError) -> AlignedStorage<UInt8> {
    let bins = AlignedStorage<UInt8>(count: values.count)
    try binner(borders).bin(values, count: values.count, into: bins.base)
    return bins
  }

  /// The bins of `matrix`'s rows in a column that `training` made of categories.
  private static func column(
    _ matrix: TrainingMatrix, _ training: BinnedMatrix, _ column: Int
  ) throws(GBDTError) -> AlignedStorage<UInt8> {
    switch training.sources[column] {
    case .float: return AlignedStorage(count: matrix.rowCount, repeating: 0)
    case .oneHot(let feature, let value):
      let column = matrix.categories[feature]
      let hits = column.values.map { UInt8(Int32(bitPattern: TargetStatistic.hash(of: $0)) == value ? 1 : 0) }
      return AlignedStorage(column.codes.map { hits[Int($0)] })
    case .target(let index):
      let statistic = training.statistics[index]
      let features = statistic.elements.compactMap {
        if case .category(let feature) = $0 { feature } else { nil }
      }
      let combination = CategoryCombination(features, of: matrix.categories)
      let values = combination.keys.map { statistic.value(of: $0) }
      return try bins(combination.codes.map { values[Int($0)] }, training.borders[column])
    }
  }
}
