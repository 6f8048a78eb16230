/// Which histograms a level of a tree must build: of each parent's two children the smaller one.
struct LevelPlan {
  let level: Int
  /// [leaves]: first bin of a leaf whose rows are added up, -1 for others.
  let offsets: [Int32]
  /// [parents]: whether the child of bit 1 is the smaller one.
  let highIsSmall: [Bool]

  /// The new histograms: one a parent, or the root's.
  var newCount: Int { level == 0 ? 1 : 1 << (level - 1) }
  var firstNew: Int { level == 0 ? 0 : 1 << (level - 1) }

  /// - Parameter sizes: [leaves] rows in each leaf.
  init(_ level: Int, sizes: [Int], _ stride: Int) {
    self.level = level
    guard level > 0 else {
      offsets = [0]
      highIsSmall = []
      return
    }
    let half = 1 << (level - 1)
    var offsets = [Int32](repeating: -1, count: 1 << level)
    var highIsSmall: [Bool] = []
    for parent in 0..<half {
      let isSmall = sizes[parent + half] <= sizes[parent]
      highIsSmall.append(isSmall)
      offsets[isSmall ? parent + half : parent] = Int32((parent + half) * stride)
    }
    self.offsets = offsets
    self.highIsSmall = highIsSmall
  }
}
