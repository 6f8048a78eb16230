/// One categorical input of training rows.
package struct CategoricalColumn: Sendable, Hashable {
  package let name: String
  /// Position among all inputs, numeric ones included.
  package let flatIndex: Int
  /// [rows]: indexes into `values`.
  package let codes: [Int32]
  /// The different categories.
  package let values: [String]

  /// - Precondition: every code is an index into `values`, no value repeats.
  package init(name: String, flatIndex: Int, codes: [Int32], values: [String]) {
    precondition(codes.allSatisfy { values.indices.contains(Int($0)) } && Set(values).count == values.count)
    self.name = name
    self.flatIndex = flatIndex
    self.codes = codes
    self.values = values
  }
}
