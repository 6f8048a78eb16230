import Foundation
import RankingCore

/// OpenBLAS chooses its kernels by processor, and their last bits differ: with those for Haswell, which every x86-64
/// processor with AVX2 runs, the same data and settings make the same bundle on all of them.
enum ReproducibleBLAS {
  private static let variable = "OPENBLAS_CORETYPE"

  /// Starts this program again with the choice made, since the library makes it before `main`. A choice of the
  /// caller's stands; where there is no AVX2, or no new start, the library's own does.
  static func pin() {
    #if arch(x86_64)
      guard getenv(variable) == nil, InstructionSet.available.contains("avx2") else { return }
      setenv(variable, "Haswell", 1)
      execv("/proc/self/exe", CommandLine.unsafeArgv)
    #endif
  }
}
