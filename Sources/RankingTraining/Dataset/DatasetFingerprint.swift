import Crypto
import RankingCore

/// SHA-256 over a canonical form: `rankd-dataset-1\n`, the bytes of `catalogue.json`, then for each event in row
/// order user (u32), item (u32), rating (bits of the float, u32) and time (i64), all dense and little-endian.
enum DatasetFingerprint {
  private static let blockEvents = 4096

  static func compute(catalogue: Catalogue, events: [Interactions.Event]) -> String {
    var hash = SHA256()
    hash.update(data: Array("rankd-dataset-1\n".utf8))
    hash.update(data: catalogue.encoded())
    for start in stride(from: 0, to: events.count, by: blockEvents) {
      hash.update(data: bytes(events[start..<min(events.count, start + blockEvents)]))
    }
    return hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private static func bytes(_ events: ArraySlice<Interactions.Event>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(events.count * 20)
    for event in events {
      append(UInt64(UInt32(bitPattern: event.user)), 4, &bytes)
      append(UInt64(UInt32(bitPattern: event.item)), 4, &bytes)
      append(UInt64(event.rating.bitPattern), 4, &bytes)
      append(UInt64(bitPattern: event.timestamp), 8, &bytes)
    }
    return bytes
  }

  private static func append(_ value: UInt64, _ count: Int, _ bytes: inout [UInt8]) {
    for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
  }
}
