import CKernels
import Testing

struct GatherKernelTests {
  @Test(arguments: kernelNames, [1, 5, 16])
  func recordsBecomeColumns(_ name: String, width: Int) throws {
    let columns = (0..<width).map { Int32(2 * (width - 1 - $0)) }
    let records = (0..<40 * 16).map { UInt8(truncatingIfNeeded: $0 * 37 + $0 / 16) }
    for count in [0, 1, 16, 37] {
      let items = (0..<count).map { Int32($0 * 7 % 40) }
      let stride = (count + 15) / 16 * 16
      var out = [UInt8](repeating: 0, count: 2 * width * stride + 1)
      try kernelTable(name).gather_bytes(records, items, count, columns, width, &out, stride)
      for (place, column) in columns.enumerated() {
        for (row, item) in items.enumerated() {
          #expect(out[Int(column) * stride + row] == records[Int(item) * 16 + place])
        }
      }
    }
  }
}
