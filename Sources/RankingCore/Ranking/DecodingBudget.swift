/// How many bytes may be decoded from one file.
///
/// Tables of a FlatBuffer may point at the same vector, so that a small file could stand for any amount of memory;
/// what CatBoost writes decodes to little more than its own size.
final class DecodingBudget {
  private let fileSize: Int
  private var left: Int

  /// Decoded bytes a byte of the file may stand for.
  static let factor = 4

  init(fileSize: Int) {
    self.fileSize = fileSize
    left = fileSize * Self.factor
  }

  /// - Throws: `RankerModelError.limitExceeded` when `bytes` more are too many.
  func spend(_ bytes: Int) throws(RankerModelError) {
    guard bytes <= left else {
      throw RankerModelError(
        .limitExceeded,
        "the parts of the model share bytes: decoded it is larger than the limit, \(Self.factor) x \(fileSize) bytes"
      )
    }
    left -= bytes
  }
}
