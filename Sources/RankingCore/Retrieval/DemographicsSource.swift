import CKernels

/// What people of the same age, gender and occupation choose.
///
/// Tensor `groups` [ages + genders + occupations, items]: the rows of the user's groups are summed.
/// Parameters: `ages`, `genders`, `occupations` (rows of each kind) and `years` (span of an age row).
/// Unavailable when nothing is known. Cost: at most three rows.
package struct DemographicsSource: StorableSource {
  package let specification: SourceSpecification
  private let groups: Matrix<Float>
  private let ages: Int
  private let genders: Int
  private let occupations: Int
  private let years: Int

  package init(
    name: String = "demographics", groups: Matrix<Float>, ages: Int, genders: Int, occupations: Int,
    years: Int
  ) {
    precondition(groups.rows == ages + genders + occupations && ages > 0 && years > 0)
    let counts = ["ages": ages, "genders": genders, "occupations": occupations, "years": years]
    specification = SourceSpecification(
      name: name, kind: .demographics, parameters: counts.mapValues(Double.init))
    self.groups = groups.padded()
    self.ages = ages
    self.genders = genders
    self.occupations = occupations
    self.years = years
  }

  init(_ tensors: TensorLookup, catalogueSize: Int) throws(SourceError) {
    specification = tensors.specification
    ages = Int(try tensors.parameter("ages", in: 1...1000))
    genders = Int(try tensors.parameter("genders", in: 0...1000))
    occupations = Int(try tensors.parameter("occupations", in: 0...100_000))
    years = Int(try tensors.parameter("years", in: 1...1000))
    groups = try tensors("groups", rows: ages + genders + occupations, columns: catalogueSize)
  }

  package func score(
    _ query: UserQuery, into scores: UnsafeMutablePointer<Float>, scratch: RetrievalScratch
  ) -> Bool {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 3) { rows in
      let count = fill(rows, query.demographics)
      guard count > 0, let indexes = rows.baseAddress else { return false }
      let weights = scratch.weights(3)
      weights.update(repeating: 1, count: 3)
      kernels.accumulate_rows(groups.base, groups.columns, groups.stride, indexes, weights, count, scores)
      return true
    }
  }

  private func fill(_ rows: UnsafeMutableBufferPointer<Int32>, _ user: Demographics) -> Int {
    var count = 0
    func add(_ index: Int, of size: Int, from offset: Int) {
      guard index >= 0, index < size else { return }
      rows[count] = Int32(offset + index)
      count += 1
    }
    if user.age >= 0 { add(min(Int(user.age) / years, ages - 1), of: ages, from: 0) }
    add(Int(user.gender), of: genders, from: ages)
    add(Int(user.occupation), of: occupations, from: ages + genders)
    return count
  }

  package var need: SourceNeed? { .demographics }

  package func bytesRead(history: Int, isTrained: Bool) -> Int { 3 * groups.rowBytes }

  package func tensors() -> [(name: String, matrix: Matrix<Float>)] { [("\(name).groups", groups)] }
}
