/// One level of a tree in training: bin of `feature` >= `bin`.
struct SymmetricSplit: Hashable {
  var feature: Int
  var bin: Int
}
