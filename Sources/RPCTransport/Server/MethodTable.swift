/// Finds a registered method by the bytes of its path, without making a string.
///
/// Open addressing; only registered paths are in it, so a stranger's paths cost one probe sequence and no memory.
struct MethodTable {
  private let methods: [RPCRouter.Method]
  private let mask: Int
  /// Method number, 0 for an empty place.
  private var places: [Int]

  init(_ methods: [RPCRouter.Method]) {
    self.methods = methods
    var size = 8
    while size < methods.count * 4 { size *= 2 }
    mask = size - 1
    places = Array(repeating: 0, count: size)
    for (index, method) in methods.enumerated() {
      var place = method.path.withUnsafeBufferPointer { Self.hash($0) } & mask
      while places[place] != 0 { place = (place + 1) & mask }
      places[place] = index + 1
    }
  }

  /// The method's number, from 1, or 0 if there is none.
  func find(_ path: UnsafeBufferPointer<UInt8>) -> Int {
    var place = Self.hash(path) & mask
    while places[place] != 0 {
      let number = places[place]
      if path.equals(methods[number - 1].path) { return number }
      place = (place + 1) & mask
    }
    return 0
  }

  /// A service of the path's name has some method: tells "unknown method" from "unknown service".
  func hasService(of path: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let slash = path.lastIndex(of: UInt8(ascii: "/")) else { return false }
    return methods.contains { $0.path.starts(with: path[...slash]) }
  }

  func handler(_ number: Int) -> RPCRouter.Handler { methods[number - 1].handler }

  func name(_ number: Int) -> String { methods[number - 1].name }

  /// The length and the last eight bytes: methods of one service differ at the end.
  private static func hash(_ path: UnsafeBufferPointer<UInt8>) -> Int {
    let tail = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(path).suffix(8))
    var word: UInt64 = 0
    if tail.count == 8 {
      word = tail.loadUnaligned(as: UInt64.self)
    } else {
      for byte in tail { word = word << 8 | UInt64(byte) }
    }
    let mixed = (word ^ UInt64(path.count)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> 32)
  }
}
