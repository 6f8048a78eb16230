/// Builds the ranker's input: float columns for training, quantised bins for serving, from the same groups.
package final class FeatureAssembler: Sendable {
  package let features: [FeatureDescriptor]
  private let groups: [Group]
  /// [item-scope features, catalogue]: every item's value, computed once.
  private let itemTable: Matrix<Float>
  private let catalogueSize: Int

  /// A group and where its columns stand.
  private final class Group: Sendable {
    let group: any FeatureGroup
    let scope: FeatureDescriptor.Scope
    /// First column in the whole schema.
    let first: Int
    /// First row in `itemTable`, for groups of scope `.item`.
    let firstItemRow: Int
    let count: Int

    init(
      _ group: any FeatureGroup, scope: FeatureDescriptor.Scope, first: Int, firstItemRow: Int, count: Int
    ) {
      self.group = group
      self.scope = scope
      self.first = first
      self.firstItemRow = firstItemRow
      self.count = count
    }
  }

  /// Lays out `groups` one after the other and computes the item columns.
  ///
  /// - Precondition: the features of a group share one scope; names are unique.
  package init(groups: [any FeatureGroup], catalogueSize: Int) {
    var laidOut: [Group] = []
    var (column, itemRow) = (0, 0)
    for group in groups {
      let features = group.features
      guard let scope = features.first?.scope else { continue }
      precondition(features.allSatisfy { $0.scope == scope }, "one scope a group: \(features)")
      laidOut.append(
        Group(group, scope: scope, first: column, firstItemRow: itemRow, count: features.count))
      column += features.count
      itemRow += scope == .item ? features.count : 0
    }
    self.groups = laidOut
    self.features = groups.flatMap(\.features)
    precondition(Set(self.features.map(\.name)).count == self.features.count, "feature names repeat")
    self.catalogueSize = catalogueSize
    itemTable = Self.itemTable(laidOut, rows: itemRow, catalogueSize: catalogueSize)
  }

  /// The columns that hold the same value for every candidate of a request.
  package var sharedFeatures: Set<Int> {
    Set(features.indices.filter { features[$0].scope == .user })
  }

  private static func itemTable(_ groups: [Group], rows: Int, catalogueSize: Int) -> Matrix<Float> {
    let storage = AlignedStorage<Float>(count: rows * catalogueSize, repeating: .nan)
    let everyItem = Array(0..<Int32(catalogueSize))
    everyItem.withUnsafeBufferPointer { items in
      let context = FeatureContext.ofCatalogue(items)
      for group in groups where group.scope == .item {
        let columns = FeatureColumns(base: storage.base, stride: catalogueSize)
        group.group.fill(context, into: columns.dropping(group.firstItemRow))
      }
    }
    return Matrix(
      rows: rows, columns: catalogueSize, stride: catalogueSize, base: UnsafePointer(storage.base),
      owner: storage)
  }

  /// Writes every feature of every candidate: column `f` starts at `columns[f]`, one row a candidate.
  package func fill(_ context: FeatureContext, into columns: FeatureColumns) {
    for group in groups {
      let own = columns.dropping(group.first)
      switch group.scope {
      case .item: gather(group, context.candidates, into: own)
      case .user: broadcast(group, context, into: own)
      case .pair: group.group.fill(context, into: own)
      }
    }
  }

  private func gather(_ group: Group, _ items: UnsafeBufferPointer<Int32>, into columns: FeatureColumns) {
    for index in 0..<group.count {
      let table = itemTable[row: group.firstItemRow + index]
      let column = columns[index]
      for (row, item) in items.enumerated() { column[row] = table[Int(item)] }
    }
  }

  private func broadcast(_ group: Group, _ context: FeatureContext, into columns: FeatureColumns) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: group.count) { values in
      guard let base = values.baseAddress else { return }
      group.group.fill(context, into: FeatureColumns(base: base, stride: 1))
      for index in 0..<group.count {
        columns[index].update(repeating: values[index], count: context.candidates.count)
      }
    }
  }
}

extension FeatureAssembler {
  /// What serving needs beside the float path: each item column quantised for `ranker`.
  package final class Bins: Sendable {
    let items: ItemBins
    let ranker: QuantisedRanker

    init(items: ItemBins, ranker: QuantisedRanker) {
      self.items = items
      self.ranker = ranker
    }
  }

  /// Quantises the item columns for `ranker`, whose features are this assembler's, in order.
  package func bins(for ranker: QuantisedRanker) -> Bins {
    let used = groups.filter { $0.scope == .item }.flatMap { group in
      (0..<group.count).map { (feature: group.first + $0, row: group.firstItemRow + $0) }
    }.filter { ranker.isUsed($0.feature) }
    let items = ItemBins(features: used.map(\.feature), catalogueSize: catalogueSize) { place, bins in
      ranker.quantise(
        feature: used[place].feature, values: itemTable.base + used[place].row * catalogueSize,
        count: catalogueSize, into: bins)
    }
    return Bins(items: items, ranker: ranker)
  }

  /// Writes the bins of every feature that the ranker's trees read: feature `f`, candidate `c` at
  /// `output[f * stride + c]`. `floats` is working memory for one group's columns.
  package func quantise(
    _ context: FeatureContext, _ bins: Bins, into output: UnsafeMutablePointer<UInt8>, stride: Int,
    floats: FeatureColumns
  ) {
    bins.items.gather(context.candidates, into: output, stride: stride)
    for group in groups {
      switch group.scope {
      case .item: break
      case .user: broadcast(group, bins.ranker, context, into: output, stride: stride)
      case .pair:
        group.group.fill(context, into: floats)
        for index in 0..<group.count where bins.ranker.isUsed(group.first + index) {
          bins.ranker.quantise(
            feature: group.first + index, values: floats[index], count: context.candidates.count,
            into: output + (group.first + index) * stride)
        }
      }
    }
  }

  private func broadcast(
    _ group: Group, _ ranker: QuantisedRanker, _ context: FeatureContext,
    into output: UnsafeMutablePointer<UInt8>, stride: Int
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: group.count) { values in
      guard let base = values.baseAddress else { return }
      group.group.fill(context, into: FeatureColumns(base: base, stride: 1))
      for index in 0..<group.count where ranker.isUsed(group.first + index) {
        let bin = ranker.quantise(feature: group.first + index, value: values[index])
        (output + (group.first + index) * stride).update(repeating: bin, count: context.candidates.count)
      }
    }
  }
}
