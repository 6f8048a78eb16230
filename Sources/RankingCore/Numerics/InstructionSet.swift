import CKernels
internal import Foundation

/// The instruction set that this process's kernels use: the fastest of the processor, or what `RANKD_ISA` names.
package enum InstructionSet {
  /// `RANKD_ISA` names what this program or this processor does not have.
  package struct Unavailable: Error, CustomStringConvertible {
    package let description: String
  }

  /// `avx512`, `avx2`, `neon` or `scalar`.
  package static var name: String { String(cString: kernels.isa) }

  /// Every one that could be chosen here, fastest first.
  package static var available: [String] {
    ["avx512", "avx2", "neon", "scalar"].filter { rk_kernels_for($0) != nil }
  }

  /// - Throws: when `RANKD_ISA` names none of those. Programs ask before they do anything else.
  package static func check() throws(Unavailable) {
    guard rk_kernels() == nil else { return }
    let wanted = ProcessInfo.processInfo.environment["RANKD_ISA"] ?? ""
    throw Unavailable(
      description: "RANKD_ISA=\(wanted) is not to be had here, which has \(available.joined(separator: ", "))"
    )
  }
}
