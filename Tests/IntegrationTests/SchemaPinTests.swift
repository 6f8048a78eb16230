import Foundation
import RankingCore
import Testing

/// A bundle made with other features than this program computes does not serve.
@Suite struct SchemaPinTests {
  @Test(arguments: [("item.year", "item.year", "pair"), ("user.age", "user.shoes", "user")])
  func aFeatureThatIsOtherwiseIsNamed(name: String, changedName: String, changedScope: String) async throws {
    let scope = String(name.prefix(4))
    let found = "\"name\" : \"\(name)\",\n      \"scope\" : \"\(scope)\""
    let changed = "\"name\" : \"\(changedName)\",\n      \"scope\" : \"\(changedScope)\""
    let path = try SampleBundle.copy("schema-pin-\(changedName)")
    _ = try ModelSnapshot.load(bundle: path)
    let file = URL(fileURLWithPath: "\(path)/manifest.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    try #require(text.contains(found))
    try Data(text.replacing(found, with: changed).utf8).write(to: file)
    let digest = try await ForeignProcess.run("/usr/bin/sha256sum", [file.path]).out.prefix(64)
    try Data("\(digest)\n".utf8).write(to: URL(fileURLWithPath: "\(path)/manifest.sha256"))
    let error = #expect(throws: BundleError.self) { try ModelSnapshot.load(bundle: path) }
    #expect(
      error?.file == "manifest.json"
        && error?.message.contains("\"\(changedName)\" (\(changedScope))") ?? false, "\(error as Any)")
  }
}
