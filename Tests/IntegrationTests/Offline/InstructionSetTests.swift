import Foundation
import RankingCore
import Testing

/// `RANKD_ISA` through the real programs.
struct InstructionSetTests {
  private func run(_ program: String, _ arguments: [String], isa: String) async throws
    -> ForeignProcess.Output
  {
    try await ForeignProcess.run("/usr/bin/env", ["RANKD_ISA=\(isa)", program] + arguments)
  }

  @Test(arguments: ["altivec", "AVX2"])
  func whatIsNotThereIsRefusedAtStart(_ isa: String) async throws {
    let available = InstructionSet.available.joined(separator: ", ")
    let complaint = "RANKD_ISA=\(isa) is not to be had here, which has \(available)"
    let rankctl = try await run(Rankctl.path, ["train", "--print-config"], isa: isa)
    #expect(rankctl.status != 0 && rankctl.text.contains(complaint), "\(rankctl.text)")
    let rankd = try await run(
      SampleBundle.products.appendingPathComponent("rankd").path,
      ["serve", "--bundle", SampleBundle.first.get(), "--port", "0", "--admin-port", "0"], isa: isa)
    #expect(rankd.status != 0 && rankd.text.contains(complaint), "\(rankd.text)")
  }

  @Test(arguments: InstructionSet.available + [""]) func whatIsThereTrains(_ isa: String) async throws {
    #expect(try await run(Rankctl.path, ["train", "--print-config"], isa: isa).status == 0)
  }

  @Test(.timeLimit(.minutes(10))) func theServerTellsItsOwn() async throws {
    try await LiveRankd.with("isa") { live in
      #expect(live.log.contains("isa=\(InstructionSet.name)"), "\(live.log)")
    }
  }
}
