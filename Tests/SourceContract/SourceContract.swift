package import RankingCore

/// What every source promises, whatever it is and wherever it comes from: made by hand, trained, or read from a bundle.
package struct SourceContract {
  /// One promise each.
  package enum Rule: CaseIterable, Sendable {
    /// Finite scores that differ, the same for the same query, for a user of the training with history and traits.
    case scoresAreFiniteAndRepeatable
    case scratchCarriesNothingOver
    /// Scores if and only if what it declares to need is known of the user.
    case answersWhenItsNeedIsMet
    case hostileDemographicsAreUnknown
    case tensorsRestoreTheSource
    case brokenTensorsAreRefused
    /// Declares a cost that grows with the history, if at all, and is no more than all its tensors and the history's rows.
    case costIsDeclared
  }

  private let source: any StorableSource
  private let items: Int
  private let users: Int
  private static let somebody = Demographics(age: 31, gender: 1, occupation: 2)

  /// - Parameters:
  ///   - items: size of the catalogue, at least 20.
  ///   - users: users of the training, those that are not in it follow.
  package init(_ source: any StorableSource, items: Int, users: Int) {
    self.source = source
    self.items = items
    self.users = users
  }

  /// What breaks `rule`; empty if nothing does.
  package func violations(of rule: Rule) -> [String] {
    switch rule {
    case .scoresAreFiniteAndRepeatable: finiteAndRepeatable()
    case .scratchCarriesNothingOver: scratchCarriesNothingOver()
    case .answersWhenItsNeedIsMet: answersWhenItsNeedIsMet()
    case .hostileDemographicsAreUnknown: hostileDemographicsAreUnknown()
    case .tensorsRestoreTheSource: tensorsRestoreTheSource()
    case .brokenTensorsAreRefused: brokenTensorsAreRefused()
    case .costIsDeclared: costIsDeclared()
    }
  }

  private func require(_ holds: Bool, _ complaint: String) -> [String] { holds ? [] : [complaint] }

  /// The scores for a query and what is wrong with how they were written.
  private func scores(
    _ source: any CandidateSource, user: Int? = nil, items history: [Int32] = [],
    demographics: Demographics = .unknown, scratch: RetrievalScratch? = nil
  ) -> (scores: [Float]?, complaints: [String]) {
    var out = [Float](repeating: -7, count: items + 1)
    let scratch = scratch ?? RetrievalScratch(catalogueSize: items)
    let known = withQuery(user: user, items: history, demographics: demographics) {
      source.score($0, into: &out, scratch: scratch)
    }
    let complaints =
      require(out[items] == -7, "wrote beyond the catalogue")
      + require(known || out.allSatisfy { $0 == -7 }, "touched the scores of an unknown user")
    return (known ? Array(out.prefix(items)) : nil, complaints)
  }

  private func finiteAndRepeatable() -> [String] {
    let history: [Int32] = [3, 12, 17, 0, 9]
    let first = scores(source, user: 2, items: history, demographics: Self.somebody)
    let second = scores(source, user: 2, items: history, demographics: Self.somebody)
    guard let values = first.scores else { return ["knows nothing of a known user"] }
    return first.complaints + require(values.allSatisfy { $0.isFinite }, "scores are not finite")
      + require(Set(values).count > 1, "all scores are the same")
      + require(second.scores == values, "the same query has other scores")
  }

  private func scratchCarriesNothingOver() -> [String] {
    let shared = RetrievalScratch(catalogueSize: items)
    return ([[5, 6, 7], [1, 2, 3, 4, 8, 9, 10]] as [[Int32]]).flatMap { history in
      let one = scores(source, items: history, demographics: Self.somebody, scratch: shared)
      let other = scores(source, items: history, demographics: Self.somebody)
      return one.complaints + require(one.scores == other.scores, "a used scratch changes scores")
    }
  }

  private func answersWhenItsNeedIsMet() -> [String] {
    func check(_ user: Int?, _ history: [Int32], _ person: Demographics, _ expected: Bool) -> [String] {
      let found = scores(source, user: user, items: history, demographics: person)
      return found.complaints
        + require(
          (found.scores != nil) == expected,
          "user \(user.map { "\($0)" } ?? "unknown"), \(history.count) items, \(person): answers \(!expected)"
        )
    }
    let need = source.need
    return check(nil, [], .unknown, need == nil) + check(-1, [], .unknown, need == nil)
      + check(users, [], .unknown, need == nil)
      + check(nil, [4], .unknown, need != .demographics)
      + check(1, [], .unknown, need == nil || need == .historyOrTraining)
      + check(nil, [], Self.somebody, need == nil || need == .demographics)
  }

  private func hostileDemographicsAreUnknown() -> [String] {
    [Int32.max, .min].flatMap { value in
      scores(source, demographics: Demographics(age: value, gender: value, occupation: value)).complaints
    }
  }

  private func tensorsRestoreTheSource() -> [String] {
    guard let restored = try? restored({ $0 }, items: items) else { return ["cannot be made again"] }
    return require(restored.specification == source.specification, "the specification changes")
      + ([nil, 1] as [Int?]).flatMap { user in
        let history: [Int32] = [11, 4, 2]
        let before = scores(source, user: user, items: history, demographics: Self.somebody)
        let after = scores(restored, user: user, items: history, demographics: Self.somebody)
        return require(before.scores == after.scores, "the restored source has other scores")
      }
  }

  private func brokenTensorsAreRefused() -> [String] {
    let withNaN = { (matrix: Matrix<Float>) in
      var values = matrix.flattened()
      values[values.count / 2] = .nan
      return Matrix(rows: matrix.rows, columns: matrix.columns, values)
    }
    return require(isRefused { try restored({ $0 }, items: items + 1) }, "another catalogue's size is taken")
      + require(isRefused { try restored(withNaN, items: items) }, "NaN is taken")
      + require(
        isRefused {
          try source.specification.make(tensors: { _ in throw CancellationError() }, catalogueSize: items)
        }, "missing tensors are taken")
  }

  private func costIsDeclared() -> [String] {
    let all = source.tensors().reduce(0) { $0 + $1.matrix.padded().byteCount }
    return [true, false].flatMap { isTrained -> [String] in
      let (ten, twenty) = (
        source.bytesRead(history: 10, isTrained: isTrained),
        source.bytesRead(history: 20, isTrained: isTrained)
      )
      return require(ten >= items, "reads \(ten) bytes of \(items) items")
        + require(twenty >= ten, "a longer history reads less")
        + require(twenty <= all * 21, "reads more than it has")
    }
  }

  private func isRefused(_ body: () throws -> any StorableSource) -> Bool {
    do {
      _ = try body()
      return false
    } catch {
      return error is SourceError
    }
  }

  /// The source made again of its tensors as a file holds them, without padding, each changed by `change`.
  private func restored(
    _ change: @escaping (Matrix<Float>) -> Matrix<Float>, items: Int
  ) throws -> any StorableSource {
    let tensors = Dictionary(
      uniqueKeysWithValues: source.tensors().map { name, matrix in
        (name, Matrix(rows: matrix.rows, columns: matrix.columns, matrix.flattened()))
      })
    return try source.specification.make(
      tensors: { name in
        guard let matrix = tensors[name] else { throw CancellationError() }
        return change(matrix)
      }, catalogueSize: items)
  }
}
