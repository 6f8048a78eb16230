#if canImport(Glibc)
  import Glibc
#endif
import RPCFuzzing

/// The target that the environment names in `FUZZ_TARGET`.
private let target: FuzzTarget = {
  guard let name = getenv("FUZZ_TARGET"), let target = FuzzTarget(rawValue: String(cString: name)) else {
    fatalError("FUZZ_TARGET: one of \(FuzzTarget.allCases.map(\.rawValue))")
  }
  return target
}()

/// What libFuzzer calls, again and again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  target.run(UnsafeBufferPointer(start: data, count: count))
  return 0
}
