internal import CKernels

/// One instruction set's kernels, chosen when a ranker is made.
struct KernelTable: @unchecked Sendable {
  /// Static and immutable.
  let table: UnsafePointer<rk_kernel_table>

  /// The table of `name`, or the fastest; nil where this processor lacks it.
  init?(_ name: String?) {
    guard let table = name.map({ rk_kernels_for($0) }) ?? rk_kernels() else { return nil }
    self.table = table
  }
}
