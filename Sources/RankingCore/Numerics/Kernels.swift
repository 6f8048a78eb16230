import CKernels

/// The kernels this process runs; chosen once, by the processor or by `RANKD_ISA`, and constant after.
///
/// Programs call `InstructionSet.check` first; whoever does not ends here where there are none.
nonisolated(unsafe) let kernels: rk_kernel_table = {
  guard let table = rk_kernels() else {
    fatalError("RANKD_ISA names none of \(InstructionSet.available.joined(separator: ", "))")
  }
  return table.pointee
}()
