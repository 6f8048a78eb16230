import Foundation
import Testing

/// What `rankctl train --config` says of a file that it cannot use.
@Suite struct ConfigurationFileTests {
  private static func read(_ name: String, _ text: String?) async throws -> ForeignProcess.Output {
    let path = try SampleBundle.folder("configuration-\(name)") + "/configuration.json"
    if let text { try Data(text.utf8).write(to: URL(fileURLWithPath: path)) }
    return try await Rankctl.run(["train", "--config", path, "--print-config"])
  }

  @Test(
    .timeLimit(.minutes(10)),
    arguments: [
      ("missing", nil, "cannot be read: "), ("cut", #"{"seed":"#, "no configuration: "),
      ("type", #"{"seed":"x"}"#, "Path: seed"), ("misspelt", #"{"sede":3}"#, "unknown key sede"),
      ("nested", #"{"rankerRows":{"folds":3,"holdout":5,"rows":1}}"#, "unknown key rankerRows.rows"),
    ])
  func aBadFileIsNamedAndWhy(_ name: String, _ text: String?, _ problem: String) async throws {
    let output = try await Self.read(name, text)
    #expect(output.status != 0)
    #expect(output.text.contains("configuration-\(name)/configuration.json: "), "\(output.text)")
    #expect(output.text.contains(problem), "\(output.text)")
  }

  @Test(.timeLimit(.minutes(10)))
  func whatIsPrintedIsTaken() async throws {
    let printed = try await Rankctl.text(["train", "--print-config"])
    let again = try await Self.read("whole", printed)
    #expect(again.status == 0 && again.out == printed, "\(again.text)")
    let part = try await Self.read("part", #"{"seed":7,"name":null}"#)
    #expect(part.status == 0 && part.out.contains(#""seed" : 7"#), "\(part.text)")
  }
}
