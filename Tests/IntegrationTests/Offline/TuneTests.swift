import Foundation
import Testing

/// `rankctl tune` as a program.
struct TuneTests {
  /// Whatever the rows of MovieLens come as: the table that was fetched, its folder, or a copy without times.
  @Test func refusesRowsOfTheTestSplit() async throws {
    let folder = try SampleBundle.folder("tune-refused")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let data = "\(Rankctl.home)/data/ml-100k"
    let table = try #require(
      ["ml-100k.inter", "u.data"].map { "\(data)/\($0)" }.first { FileManager.default.fileExists(atPath: $0) }
    )
    let lines = try String(contentsOfFile: table, encoding: .utf8).split(whereSeparator: \.isNewline)
    let copy = "\(folder)/mine.tsv"
    let rows = lines.filter { $0.first?.isNumber == true }
      .map { $0.split(separator: "\t").prefix(2).joined(separator: "\t") }
    try ("user\titem\n" + rows.shuffled().joined(separator: "\n"))
      .write(toFile: copy, atomically: true, encoding: .utf8)
    for interactions in table.hasSuffix(".inter") ? [table, data, copy] : [data, copy] {
      let output = try await Rankctl.run(
        ["tune", "--interactions", interactions, "--trials", "0"], home: folder)
      #expect(output.status != 0)
      #expect(output.text.contains("ua.test"), "\(output.text)")
    }
    #expect(!FileManager.default.fileExists(atPath: "\(folder)/tune/configuration.json"))
  }

  @Test(arguments: [
    (["--hiding=-1"], "--hiding must be at least 1, got -1"),
    (["--random-folds=-2"], "--random-folds must be at least 0, got -2"),
    (["--trials=-1"], "--trials must be at least 0, got -1"),
    (["--trials", "0", "--fixed", "ALS"], "fixed names \"ALS\", the sources are als, occasion, ease"),
  ])
  func badOptionsAreNamed(_ options: [String], _ complaint: String) async throws {
    let folder = try SampleBundle.folder("tune-options-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let data = try MovieLensFolder.write1M(to: folder)
    let output = try await Rankctl.run(
      ["tune", "--interactions", data, "--threads", "1"] + options, home: folder)
    #expect(output.status != 0)
    #expect(output.text.contains(complaint), "\(output.text)")
  }
}
