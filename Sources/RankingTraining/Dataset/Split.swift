/// Which rows of a data set train and which are hidden: 0-based row indexes, each ascending, no row in both.
package struct Split: Sendable, Hashable {
  package let name: String
  package let train: [Int32]
  package let test: [Int32]

  package init(name: String, train: [Int32], test: [Int32]) {
    self.name = name
    self.train = train
    self.test = test
  }

  /// Hides those of `rows` (ascending) for which `isHidden` says so.
  init(name: String, rows: some Sequence<Int32>, isHidden: (Int32) -> Bool) {
    var (train, test): ([Int32], [Int32]) = ([], [])
    for row in rows { if isHidden(row) { test.append(row) } else { train.append(row) } }
    self.init(name: name, train: train, test: test)
  }
}
