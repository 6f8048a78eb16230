import RankingCore
import SourceContract
import Testing

/// Every kind of source, made by hand, keeps what all of them promise.
struct SourceContractTests {
  @Test(arguments: sourceNames, SourceContract.Rule.allCases)
  func isKept(_ name: String, _ rule: SourceContract.Rule) throws {
    let source = try #require(sampleSources().first { $0.name == name })
    let contract = SourceContract(source, items: sampleCatalogue, users: sampleUsers)
    #expect(contract.violations(of: rule) == [])
  }
}
