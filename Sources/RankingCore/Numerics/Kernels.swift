import CKernels

/// The kernels this process runs; chosen once, by the processor or by `RANKD_ISA`, and constant after.
nonisolated(unsafe) let kernels: rk_kernel_table = rk_kernels().pointee
