import CKernels

/// The bins of what is known of an item whoever asks, quantised once: a record of 16 features lies in one piece, so
/// that a candidate costs one cache line instead of one for each feature.
final class ItemBins: Sendable {
  /// Features in a record.
  private static let width = 16

  private let features: AlignedStorage<Int32>
  /// [ceil(features / 16)], each [catalogue, 16].
  private let records: [AlignedStorage<UInt8>]

  /// `quantise` writes the bins of every item of the feature at a place of `features`.
  init(features: [Int], catalogueSize: Int, quantise: (_ place: Int, UnsafeMutablePointer<UInt8>) -> Void) {
    self.features = AlignedStorage(features.map { Int32($0) })
    let column = AlignedStorage<UInt8>(count: catalogueSize, repeating: 0)
    records = stride(from: 0, to: features.count, by: Self.width).map { first in
      let record = AlignedStorage<UInt8>(count: catalogueSize * Self.width, repeating: 0)
      for place in first..<min(first + Self.width, features.count) {
        quantise(place, column.base)
        for item in 0..<catalogueSize { record.base[item * Self.width + place - first] = column.base[item] }
      }
      return record
    }
  }

  /// Writes the bin of feature `f` and candidate `c` to `output[f * stride + c]`; `stride` has room for the
  /// candidates rounded up to a multiple of 16.
  func gather(_ items: UnsafeBufferPointer<Int32>, into output: UnsafeMutablePointer<UInt8>, stride: Int) {
    guard let places = items.baseAddress else { return }
    for (index, record) in records.enumerated() {
      let first = index * Self.width
      kernels.gather_bytes(
        record.base, places, items.count, features.base + first, min(Self.width, features.count - first),
        output, stride)
    }
  }
}
