import RankingCore
import Testing

/// What every source promises, whatever it is.
struct SourceContractTests {
  private static let somebody = Demographics(age: 31, gender: 1, occupation: 2)

  private func source(_ name: String) throws -> any StorableSource {
    try #require(sampleSources().first { $0.name == name })
  }

  private func scores(
    _ source: any CandidateSource, user: Int? = nil, items: [Int32] = [],
    demographics: Demographics = .unknown
  ) -> [Float]? {
    var out = [Float](repeating: -7, count: sampleCatalogue + 1)
    let scratch = RetrievalScratch(catalogueSize: sampleCatalogue)
    let known = withQuery(user: user, items: items, demographics: demographics) {
      source.score($0, into: &out, scratch: scratch)
    }
    #expect(out[sampleCatalogue] == -7, "wrote beyond the catalogue")
    if !known { #expect(out.allSatisfy { $0 == -7 }, "touched scores of an unknown user") }
    return known ? Array(out.prefix(sampleCatalogue)) : nil
  }

  @Test(arguments: sourceNames)
  func scoresAreFiniteAndRepeatable(_ name: String) throws {
    let source = try source(name)
    let items: [Int32] = [3, 52, 17, 0, 30, 9]
    let first = try #require(scores(source, user: 2, items: items, demographics: Self.somebody))
    #expect(first.allSatisfy { $0.isFinite })
    #expect(Set(first).count > 1)
    #expect(scores(source, user: 2, items: items, demographics: Self.somebody) == first)
  }

  @Test(arguments: sourceNames)
  func scratchCarriesNothingOver(_ name: String) throws {
    let source = try source(name)
    let scratch = RetrievalScratch(catalogueSize: sampleCatalogue)
    var out = [Float](repeating: 0, count: sampleCatalogue)
    for items in [[5, 6, 7], [1, 2, 3, 4, 8, 9, 10]] as [[Int32]] {
      let known = withQuery(items: items, demographics: Self.somebody) {
        source.score($0, into: &out, scratch: scratch)
      }
      #expect(known)
      #expect(out == scores(source, items: items, demographics: Self.somebody))
    }
  }

  @Test(arguments: sourceNames)
  func unknownUserWithoutHistory(_ name: String) throws {
    let source = try source(name)
    let always: Set<SourceSpecification.Kind> = [.popularity, .trending]
    #expect((scores(source) != nil) == always.contains(source.specification.kind))
    #expect((scores(source, user: -1) != nil) == always.contains(source.specification.kind))
    #expect((scores(source, user: sampleUsers) != nil) == always.contains(source.specification.kind))
  }

  @Test(arguments: sourceNames)
  func hostileDemographicsAreUnknown(_ name: String) throws {
    let source = try source(name)
    for demographics in [
      Demographics(age: .max, gender: .max, occupation: .max),
      Demographics(age: .min, gender: .min, occupation: .min),
    ] { _ = scores(source, demographics: demographics) }
  }

  @Test(arguments: sourceNames)
  func tensorsRestoreTheSource(_ name: String) throws {
    let source = try source(name)
    let tensors = Dictionary(uniqueKeysWithValues: source.tensors().map { ($0.name, unpadded($0.matrix)) })
    let restored = try source.specification.make(
      tensors: { try #require(tensors[$0]) }, catalogueSize: sampleCatalogue)
    #expect(restored.specification == source.specification)
    for user in [nil, 1] {
      let items: [Int32] = [11, 40, 2]
      #expect(
        scores(restored, user: user, items: items, demographics: Self.somebody)
          == scores(source, user: user, items: items, demographics: Self.somebody))
    }
  }

  @Test(arguments: sourceNames)
  func brokenTensorsAreRefused(_ name: String) throws {
    let source = try source(name)
    let tensors = Dictionary(uniqueKeysWithValues: source.tensors().map { ($0.name, unpadded($0.matrix)) })
    #expect(throws: SourceError.self) {
      try source.specification.make(
        tensors: { try #require(tensors[$0]) }, catalogueSize: sampleCatalogue + 1)
    }
    #expect(throws: SourceError.self) {
      try source.specification.make(
        tensors: { name in
          let good = try #require(tensors[name])
          var values = good.flattened()
          values[values.count / 2] = .nan
          return Matrix(rows: good.rows, columns: good.columns, values)
        }, catalogueSize: sampleCatalogue)
    }
    #expect(throws: SourceError.self) {
      try source.specification.make(
        tensors: { _ in throw CancellationError() }, catalogueSize: sampleCatalogue)
    }
  }

  /// As a file holds it: no padding, nothing beyond the columns.
  private func unpadded(_ matrix: Matrix<Float>) -> Matrix<Float> {
    Matrix(rows: matrix.rows, columns: matrix.columns, matrix.flattened())
  }
}
