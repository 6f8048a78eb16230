import RankingCore

/// The entry points of the fuzzer: each takes any bytes and must return, having broken no promise.
///
/// `make fuzz` drives them with libFuzzer; the tests replay what it has found.
package enum RankingFuzzTarget: String, CaseIterable, Sendable {
  /// CatBoost's binary models.
  case cbm
  /// CatBoost's JSON models.
  case json

  package func run(_ bytes: UnsafeBufferPointer<UInt8>) {
    switch self {
    case .cbm: fuzzModel { try RankerModel(cbm: Array(bytes)) }
    case .json: fuzzModel { try RankerModel(catBoostJSON: Array(bytes)) }
    }
  }
}
