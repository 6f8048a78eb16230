/// A binary model of one branching tree, written by hand: one split, two leaves.
struct HandMadeModel {
  var dimension = 1
  /// Numeric features that share `borders`; the tree asks the first one.
  var features = 1
  var borders: [Float] = [0.5]
  var values = [3.0, 5.0]
  /// For each of the three nodes its first leaf value.
  var leaves: [UInt32] = [0, 0, 1]
  /// Rows of counts, of two there are, that the hashes 0, 1, … point at; nil: no target statistic.
  var buckets: [UInt32]?

  var cbm: [UInt8] {
    let core = core
    return Array("CBM1".utf8) + Self.sized(core) + (buckets == nil ? [] : Self.le(1) + Self.sized(table))
  }

  private var core: [UInt8] {
    var file = FlatWriter()
    let (_, root) = file.table([0: .offset, 1: .offset, 3: .offset])
    file.point(root[0], to: file.vector(Array("FlabuffersModel_v1".utf8)))
    writeTrees(&file, root[1])
    let parts = file.offsets(buckets == nil ? 0 : 1)
    file.point(root[2], to: parts.position)
    if let slot = parts.slots.first { file.point(slot, to: file.vector(Array("static_provider_v1".utf8))) }
    return file.bytes
  }

  private func writeTrees(_ file: inout FlatWriter, _ slot: FlatWriter.Slot) {
    var fields: [Int: FlatWriter.Field] = [
      0: .int(Int32(dimension)), 1: .offset, 2: .offset, 5: .offset, 8: .offset, 10: .offset, 11: .offset,
    ]
    if buckets != nil { (fields[4], fields[7]) = (.offset, .offset) }
    let (position, slots) = file.table(fields)
    file.point(slot, to: position)
    var places = Dictionary(
      uniqueKeysWithValues: zip(
        fields.filter { if case .offset = $0.value { true } else { false } }.keys.sorted(), slots))
    func next(_ field: Int) -> FlatWriter.Slot { places.removeValue(forKey: field)! }
    file.point(next(1), to: file.vector([Int32](repeating: 0, count: 3)))
    file.point(next(2), to: file.vector([Int32(3)]))
    file.point(next(8), to: file.vector(values))
    // The first node leads to the second and third, which are leaves.
    file.point(next(10), to: file.vector([UInt32(2 << 16 | 1), 0, 0]))
    file.point(next(11), to: file.vector(leaves))
    writeFeatures(&file, next(5))
    guard buckets != nil else { return }
    let categories = file.offsets(1)
    file.point(next(4), to: categories.position)
    file.point(categories.slots[0], to: file.table([0: .int(0), 1: .int(Int32(features))]).position)
    let statistics = file.offsets(1)
    file.point(next(7), to: statistics.position)
    let statistic = file.table([0: .offset, 1: .offset])
    file.point(statistics.slots[0], to: statistic.position)
    let ctr = file.table([0: .offset])
    file.point(statistic.slots[0], to: ctr.position)
    Self.writeBase(&file, ctr.slots[0])
    file.point(statistic.slots[1], to: file.vector([Float(0.5)]))
  }

  private func writeFeatures(_ file: inout FlatWriter, _ slot: FlatWriter.Slot) {
    let (position, slots) = file.offsets(features)
    file.point(slot, to: position)
    let waiting = slots.enumerated().map { index, slot in
      let (position, own) = file.table([1: .int(Int32(index)), 2: .int(Int32(index)), 3: .offset])
      file.point(slot, to: position)
      return own[0]
    }
    let shared = file.vector(borders)
    for slot in waiting { file.point(slot, to: shared) }
  }

  /// `Borders` over category 0.
  private static func writeBase(_ file: inout FlatWriter, _ slot: FlatWriter.Slot) {
    let base = file.table([0: .offset, 1: .byte(0)])
    file.point(slot, to: base.position)
    let combination = file.table([0: .offset])
    file.point(base.slots[0], to: combination.position)
    file.point(combination.slots[0], to: file.vector([Int32(0)]))
  }

  private var table: [UInt8] {
    var file = FlatWriter()
    let (_, slots) = file.table([0: .offset, 1: .offset, 2: .offset, 4: .int(2)])
    Self.writeBase(&file, slots[0])
    let cells = (buckets ?? []).enumerated().flatMap { hash, row -> [UInt32] in
      [UInt32(hash), 0, row]
    }
    file.point(slots[1], to: file.vector(cells, count: 4 * cells.count))
    let counts: [Int32] = [1, 2, 3, 4]
    file.point(slots[2], to: file.vector(counts, count: 16))
    return file.bytes
  }

  private static func le(_ value: Int) -> [UInt8] { withUnsafeBytes(of: UInt32(value)) { Array($0) } }

  private static func sized(_ bytes: [UInt8]) -> [UInt8] { le(bytes.count) + bytes }
}
