#if canImport(Glibc)
  import Glibc
#endif
import RankingFuzzing

/// The target that the environment names in `FUZZ_TARGET`.
private let target: RankingFuzzTarget = {
  guard let name = getenv("FUZZ_TARGET"), let target = RankingFuzzTarget(rawValue: String(cString: name))
  else {
    fatalError("FUZZ_TARGET: one of \(RankingFuzzTarget.allCases.map(\.rawValue))")
  }
  return target
}()

/// What libFuzzer calls, again and again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  target.run(UnsafeBufferPointer(start: data, count: count))
  return 0
}
