internal import RankingCore

/// Training rows as byte bins, feature by feature.
struct BinnedMatrix {
  let rowCount: Int
  /// [features]: ascending; the first is the lowest float where the feature has NaN (`nan_mode=Min`).
  let borders: [[Float]]
  let hasNaNs: [Bool]
  /// [features] of [rows] bins.
  let columns: [AlignedStorage<UInt8>]

  /// Chooses borders on `matrix` and bins it.
  init(_ matrix: TrainingMatrix, limit: Int, _ parallel: ParallelLoop) throws(GBDTError) {
    var borders = [[Float]](repeating: [], count: matrix.featureCount)
    var hasNaNs = [Bool](repeating: false, count: matrix.featureCount)
    borders.withUnsafeMutableBufferPointer { borders in
      hasNaNs.withUnsafeMutableBufferPointer { hasNaNs in
        parallel(matrix.featureCount) { feature in
          let values = matrix.features[row: feature]
          hasNaNs[feature] = values.contains(where: \.isNaN)
          let chosen = BorderSelection.borders(of: values, limit: limit)
          let lowest = -Float.greatestFiniteMagnitude
          borders[feature] = hasNaNs[feature] ? [lowest] + chosen.filter { $0 > lowest } : chosen
        }
      }
    }
    try self.init(matrix, borders: borders, hasNaNs: hasNaNs, parallel)
  }

  /// Bins `matrix` by borders that another matrix has chosen.
  init(
    _ matrix: TrainingMatrix, borders: [[Float]], hasNaNs: [Bool], _ parallel: ParallelLoop
  ) throws(GBDTError) {
    var binners: [FeatureBinner] = []
    for feature in borders {
      do {
        binners.append(try FeatureBinner(borders: feature, nanIsHighest: false))
      } catch {
        throw GBDTError(error.message)
      }
    }
    let columns = borders.map { _ in AlignedStorage<UInt8>(count: matrix.rowCount) }
    parallel(matrix.featureCount) { feature in
      binners[feature].bin(
        matrix.features[row: feature].baseAddress ?? matrix.features.base, count: matrix.rowCount,
        into: columns[feature].base)
    }
    rowCount = matrix.rowCount
    self.borders = borders
    self.hasNaNs = hasNaNs
    self.columns = columns
  }
}
