import Foundation
import RankingCore

extension RankerModel {
  /// A CatBoost model file, binary or JSON, told apart by its first bytes.
  init(contentsOf path: String) throws {
    let bytes = [UInt8](try InputFile.data(path))
    self =
      bytes.starts(with: Array("CBM1".utf8))
      ? try RankerModel(cbm: bytes) : try RankerModel(catBoostJSON: bytes)
  }
}
