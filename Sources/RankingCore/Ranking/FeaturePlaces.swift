/// Where the features that a file calls by number stand in the model: CatBoost erases what no tree uses
/// (`drop_unused_features`) and leaves the others their numbers.
struct FeaturePlaces {
  /// Ascending numbers, by place.
  private var floats: [Int] = []
  private var categories: [Int] = []

  /// Gives the next numeric feature, number `index`, the next place.
  mutating func addFloat(_ index: Int) throws(RankerModelError) {
    try Self.add(index, to: &floats, "numeric")
  }

  /// Gives the next categorical feature, number `index`, the next place.
  mutating func addCategory(_ index: Int) throws(RankerModelError) {
    try Self.add(index, to: &categories, "categorical")
  }

  func float(_ index: Int) throws(RankerModelError) -> Int {
    try Self.place(of: index, in: floats, "numeric")
  }

  func category(_ index: Int) throws(RankerModelError) -> Int {
    try Self.place(of: index, in: categories, "categorical")
  }

  private static func add(_ index: Int, to known: inout [Int], _ sort: String) throws(RankerModelError) {
    guard index > known.last ?? -1 else {
      throw RankerModelError(
        .malformed,
        "\(sort) feature \(index) comes after number \(known.last ?? -1): numbers must ascend from 0")
    }
    known.append(index)
  }

  private static func place(of index: Int, in known: [Int], _ sort: String) throws(RankerModelError) -> Int {
    guard let place = known.sortedIndex(of: index) else {
      throw RankerModelError(.malformed, "the model has no \(sort) feature \(index)")
    }
    return place
  }
}

extension Array where Element: Comparable {
  /// Where `element` stands in this ascending array; nil if it does not.
  func sortedIndex(of element: Element) -> Int? {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < element { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low] == element ? low : nil
  }
}
