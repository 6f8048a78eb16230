internal import CKernels

/// Bins columns of one feature by its borders, as `QuantisedRanker` does, for training.
package struct FeatureBinner: Sendable {
  private let tree: BorderTree
  private let kernels: KernelTable

  /// - Parameter borders: ascending, at most 255.
  package init(borders: [Float], nanIsHighest: Bool) throws(RankerModelError) {
    tree = try BorderTree(borders: borders, nanIsHighest: nanIsHighest, name: "")
    guard let kernels = KernelTable(nil) else {
      throw RankerModelError(.unsupported, "no kernels for this processor")
    }
    self.kernels = kernels
  }

  /// bins[i] = number of borders < values[i].
  package func bin(_ values: UnsafePointer<Float>, count: Int, into bins: UnsafeMutablePointer<UInt8>) {
    var borders = rk_borders(tree: tree.entries.base, levels: tree.levels, nan_bin: tree.nanBin)
    kernels.table.pointee.quantise(&borders, values, count, bins)
  }
}
